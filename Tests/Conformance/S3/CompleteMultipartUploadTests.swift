import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct CompleteMultipartUploadTests {
  private func complete(
    _ house: TestHouse, _ id: String, _ parts: [Values<CompletedPart>]
  ) async throws(AWSError) -> Values<CompleteMultipartUpload.Output> {
    try await house.call(CompleteMultipartUpload.self) {
      $0[CompleteMultipartUpload.Input.bucket] = "bucket"
      $0[CompleteMultipartUpload.Input.key] = "k"
      $0[CompleteMultipartUpload.Input.uploadID] = id
      $0[CompleteMultipartUpload.Input.multipartUpload] = .with { $0[CompletedMultipartUpload.parts] = parts }
    }
  }

  @Test func joinsTheParts() async throws {
    let house = try await s3House()
    let parts = [pattern(5 << 20), pattern(1000)]
    let (id, completed) = try await house.upload("k", parts)
    let output = try await complete(house, id, completed)
    let etag = "\"\(Hex.encode(MD5.hash(MD5.hash(parts[0]) + MD5.hash(parts[1]))))-2\""
    #expect(output[CompleteMultipartUpload.Output.eTag] == etag)
    // The checksum of the whole follows from those of the parts.
    let crc = CRC.value(.crc64nvme, of: parts[0] + parts[1])
    let text = Base64.encode((0..<8).reversed().map { UInt8(truncatingIfNeeded: crc >> UInt64($0 * 8)) })
    #expect(output[CompleteMultipartUpload.Output.checksums[.crc64nvme]] == text)
    #expect(try await house.get("k").bytes == parts[0] + parts[1])
    let second = try await house.get("k") { $0[GetObject.Input.partNumber] = 2 }
    #expect(second.bytes == parts[1])
    #expect(second.output[GetObject.Output.partsCount] == 2)
    let across = try await house.get("k") { $0[GetObject.Input.range] = "bytes=\(5 << 20 - 2)-\(5 << 20 + 1)" }
    #expect(across.bytes == Array((parts[0] + parts[1])[(5 << 20 - 2)...(5 << 20 + 1)]))
    // A client that missed the answer asks again.
    #expect(try await complete(house, id, completed)[CompleteMultipartUpload.Output.eTag] == etag)
  }

  @Test func refusesPartsThatDoNotFit() async throws {
    let house = try await s3House()
    let (id, completed) = try await house.upload("k", [[1], [2]])
    func code(_ parts: [Values<CompletedPart>]) async -> String? {
      do throws(AWSError) {
        _ = try await complete(house, id, parts)
        return nil
      } catch { return error.code }
    }
    #expect(await code([]) == "MalformedXML")
    #expect(await code(completed.reversed()) == "InvalidPartOrder")
    #expect(await code(completed) == "EntityTooSmall")
    var wrong = completed[0]
    wrong[CompletedPart.eTag] = "\"00000000000000000000000000000000\""
    #expect(await code([wrong]) == "InvalidPart")
    #expect(await code([completed[1]]) == nil)
    #expect(try await house.get("k").bytes == [2])
  }

  /// Recorded: what happened to the key since the upload began is a conflict, not a condition that failed.
  @Test func conditionsSeeWhatCameBetween() async throws {
    let house = try await s3House()
    func end(_ id: String, _ parts: [Values<CompletedPart>], match: String? = nil) async -> (String?, Int?) {
      let error = await house.error(CompleteMultipartUpload.self) {
        $0[CompleteMultipartUpload.Input.bucket] = "bucket"
        $0[CompleteMultipartUpload.Input.key] = "k"
        $0[CompleteMultipartUpload.Input.uploadID] = id
        if let match {
          $0[CompleteMultipartUpload.Input.ifMatch] = match
        } else {
          $0[CompleteMultipartUpload.Input.ifNoneMatch] = "*"
        }
        $0[CompleteMultipartUpload.Input.multipartUpload] = .with { $0[CompletedMultipartUpload.parts] = parts }
      }
      return (error?.code, error?.status)
    }
    let first = try await house.put("k", [1])
    await house.advance(milliseconds: 10)
    var upload = try await house.upload("k", [[1]])
    await house.advance(milliseconds: 10)
    let second = try await house.put("k", [2])
    #expect(await end(upload.id, upload.parts, match: first) == ("PreconditionFailed", 412))
    #expect(await end(upload.id, upload.parts, match: second) == ("ConditionalRequestConflict", 409))
    #expect(await end(upload.id, upload.parts) == ("PreconditionFailed", 412))
    #expect(await house.send("DELETE", "/bucket/k").status == 204)
    #expect(await end(upload.id, upload.parts, match: second) == ("NoSuchKey", 404))
    #expect(await end(upload.id, upload.parts) == ("ConditionalRequestConflict", 409))
    // Begun anew it goes.
    upload = try await house.upload("k", [[1]])
    #expect(await end(upload.id, upload.parts) == (nil, nil))
  }

  @Test func composesChecksums() async throws {
    let house = try await s3House()
    let (id, completed) = try await house.upload("k", [[1, 2, 3]]) {
      $0[CreateMultipartUpload.Input.checksumAlgorithm] = "SHA256"
    }
    // Each part's must be told, and must be right.
    func message(_ checksum: String?) async -> String? {
      var part = completed[0]
      part[CompletedPart.checksums[.sha256]] = checksum
      do throws(AWSError) {
        _ = try await complete(house, id, [part])
        return nil
      } catch { return error.message }
    }
    #expect(
      await message(nil)
        == "The upload was created using a sha256 checksum. The complete request must include the checksum for each part. "
        + "It was missing for part 1 in the request.")
    #expect(
      await message(Base64.encode(SHA256.hash([1])))
        == "The sha256 you specified for part 1 did not match what we received.")
    var part = completed[0]
    part[CompletedPart.checksums[.sha256]] = Base64.encode(SHA256.hash([1, 2, 3] as [UInt8]))
    let output = try await complete(house, id, [part])
    #expect(
      output[CompleteMultipartUpload.Output.checksums[.sha256]]
        == Base64.encode(SHA256.hash(SHA256.hash([1, 2, 3] as [UInt8]))) + "-1")
    #expect(output[CompleteMultipartUpload.Output.checksumType] == "COMPOSITE")
  }
}
