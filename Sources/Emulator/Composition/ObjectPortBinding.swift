import Protocols
import Runtime
import S3

/// Objects as the other services reach them: S3's operations.
final class ObjectPortBinding: ObjectPort {
  private let s3: S3Service

  init(_ s3: S3Service) { self.s3 = s3 }

  func put(
    _ bucket: String, _ key: String, _ body: [UInt8], contentType: String?, as caller: Caller, region: String
  ) async throws(AWSError) {
    try await s3.put(bucket, key, body, contentType: contentType, as: caller, region: region)
  }

  func get(
    _ bucket: String, _ key: String, range: Range<Int>?, as caller: Caller, region: String
  ) async throws(AWSError) -> [UInt8] {
    try await s3.get(bucket, key, range: range, as: caller, region: region)
  }

  func get(
    _ bucket: String, _ key: String, version: String, as caller: Caller, region: String
  ) async throws(AWSError) -> [UInt8] {
    try await s3.get(bucket, key, version: version, range: nil, as: caller, region: region)
  }

  func list(
    _ bucket: String, prefix: String, token: String?, as caller: Caller, region: String
  ) async throws(AWSError) -> ObjectPage {
    try await s3.list(bucket, prefix: prefix, token: token, as: caller, region: region)
  }

  func hasBucket(_ bucket: String, as caller: Caller, region: String) async -> Bool {
    await s3.hasBucket(bucket, as: caller, region: region)
  }
}
