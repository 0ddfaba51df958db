package import Protocols
package import Runtime

/// S3 for the emulator's other services: the same operations, as any caller would perform them.
extension S3Service {
  package func put(
    _ bucket: String, _ key: String, _ body: [UInt8], contentType: String?, as caller: Caller, region: String
  ) async throws(AWSError) {
    var input = Values<PutObject.Input>()
    input[PutObject.Input.bucket] = bucket
    input[PutObject.Input.key] = key
    input[PutObject.Input.body] = Blob(body)
    input[PutObject.Input.headers.contentType] = contentType
    _ = try await cloud.perform(PutObject.self, input, as: caller, region: region)
  }

  package func get(
    _ bucket: String, _ key: String, version: String? = nil, range: Range<Int>?, as caller: Caller, region: String
  ) async throws(AWSError) -> [UInt8] {
    var input = Values<GetObject.Input>()
    input[GetObject.Input.bucket] = bucket
    input[GetObject.Input.key] = key
    input[GetObject.Input.versionID] = version
    if let range {
      if range.isEmpty { return [] }
      input[GetObject.Input.range] = "bytes=\(range.lowerBound)-\(range.upperBound - 1)"
    }
    let answer = try await cloud.performWithBody(GetObject.self, input, as: caller, region: region)
    guard let body = answer.body else { return [] }
    return try await bytes(of: body)
  }

  package func list(
    _ bucket: String, prefix: String, token: String?, as caller: Caller, region: String
  ) async throws(AWSError) -> ObjectPage {
    var input = Values<ListObjectsV2.Input>()
    input[ListObjectsV2.Input.bucket] = bucket
    input[ListObjectsV2.Input.prefix] = prefix
    input[ListObjectsV2.Input.continuationToken] = token
    let output = try await cloud.perform(ListObjectsV2.self, input, as: caller, region: region)
    let entries = (output[ListObjectsV2.Output.contents] ?? []).map { object in
      ObjectPage.Entry(
        key: object[ListedObject.key] ?? "", size: object[ListedObject.size] ?? 0,
        lastModified: object[ListedObject.lastModified] ?? Timestamp(milliseconds: 0))
    }
    return ObjectPage(entries: entries, nextToken: output[ListObjectsV2.Output.nextContinuationToken])
  }

  package func hasBucket(_ bucket: String, as caller: Caller, region: String) async -> Bool {
    var input = Values<HeadBucket.Input>()
    input[HeadBucket.Input.bucket] = bucket
    do throws(AWSError) {
      _ = try await cloud.perform(HeadBucket.self, input, as: caller, region: region)
      return true
    } catch {
      return false
    }
  }
}
