import Protocols
import Runtime
import Storage
import Support
import Testing

@testable import S3

/// SSE-C: a key sent with each request, really used and never kept.
@Suite struct CustomerKeyTests {
  private static let key = [UInt8](0..<32)

  private static func fields(_ key: [UInt8]) -> [(String, String)] {
    [
      ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
      ("x-amz-server-side-encryption-customer-key", Base64.encode(key)),
      ("x-amz-server-side-encryption-customer-key-MD5", Base64.encode(MD5.hash(key))),
    ]
  }

  private static func house(allows: Bool = true) async throws -> (TestHouse, BlobStore) {
    var configuration = Configuration()
    configuration.s3AllowsCustomerKeys = allows
    let blobs = try BlobStore(folder: nil, isDurable: false)
    let house = try TestHouse(configuration: configuration) { [try S3Service($0, blobs, $1)] }
    _ = try await house.call(CreateBucket.self) { $0[CreateBucket.Input.bucket] = "bucket" }
    return (house, blobs)
  }

  @Test(arguments: [1, 1000, 300_001])
  func encryptsWithTheKey(_ size: Int) async throws {
    let (house, _) = try await Self.house()
    let bytes = pattern(size)
    let answer = await house.send("PUT", "/bucket/k", fields: Self.fields(Self.key), body: bytes)
    #expect(answer.status == 200)
    #expect(answer.fields["x-amz-server-side-encryption-customer-algorithm"] == "AES256")
    #expect(answer.fields["x-amz-server-side-encryption"] == nil)

    #expect(await house.send("GET", "/bucket/k").status == 400)
    #expect(await house.send("GET", "/bucket/k", fields: Self.fields(Self.key.reversed())).status == 403)
    #expect(await house.send("HEAD", "/bucket/k", fields: Self.fields(Self.key)).status == 200)
    // A copy under another key, and one under none.
    let source = Self.fields(Self.key).map { ($0.0.replacing("x-amz-", with: "x-amz-copy-source-"), $0.1) }
    let copy = await house.send(
      "PUT", "/bucket/plain", fields: source + [("x-amz-copy-source", "/bucket/k"), ("Content-Length", "0")])
    #expect(copy.status == 200)
    #expect(try await house.get("plain").bytes == bytes)
  }

  @Test func decryptsFromAnyByteOn() throws {
    var bytes = pattern(100)
    let whole = AESCounter(key: Self.key, nonce: 7, offset: 0)
    bytes.withUnsafeMutableBytes { whole.apply($0) }
    #expect(bytes != pattern(100))
    for offset in [0, 1, 15, 16, 17, 99] {
      var rest = Array(bytes[offset...])
      let cipher = AESCounter(key: Self.key, nonce: 7, offset: offset)
      rest.withUnsafeMutableBytes { cipher.apply($0) }
      #expect(rest == Array(pattern(100)[offset...]))
    }
  }

  @Test func refusesKeysThatAreNone() async throws {
    let (house, _) = try await Self.house()
    var fields = Self.fields(Self.key)
    fields[2].1 = Base64.encode(MD5.hash([1]))
    #expect(await house.send("PUT", "/bucket/k", fields: fields, body: [1]).status == 400)
    #expect(await house.send("PUT", "/bucket/k", fields: [Self.fields(Self.key)[0]], body: [1]).status == 400)
    #expect(await house.send("PUT", "/bucket/k", fields: Self.fields([1, 2, 3]), body: [1]).status == 400)
    #expect(await house.send("PUT", "/bucket/plain", body: [1]).status == 200)
    #expect(await house.send("GET", "/bucket/plain", fields: Self.fields(Self.key)).status == 400)
  }

  /// As on AWS since April 2026.
  @Test func isBlockedUnlessAllowed() async throws {
    let (house, _) = try await Self.house(allows: false)
    let refused = await house.send("PUT", "/bucket/k", fields: Self.fields(Self.key), body: [1])
    #expect(refused.status == 403)
  }
}
