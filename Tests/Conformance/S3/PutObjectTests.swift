import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct PutObjectTests {
  /// In the row, and in a file.
  @Test(arguments: [0, 9, 65_536, 65_537, 200_000])
  func keepsWhatItWasGiven(_ size: Int) async throws {
    let house = try await s3House()
    let bytes = pattern(size)
    let etag = try await house.put("k", bytes) {
      $0[PutObject.Input.headers.contentType] = "text/x"
      $0[PutObject.Input.headers.metadata] = ["Colour": "blue"]
    }
    #expect(etag == "\"\(Hex.encode(MD5.hash(bytes)))\"")
    let (output, found) = try await house.get("k") { $0[GetObject.Input.checksumMode] = "ENABLED" }
    #expect(found == bytes)
    #expect(output[GetObject.Output.headers.contentType] == "text/x")
    #expect(output[GetObject.Output.headers.metadata] == ["colour": "blue"])
    #expect(output[GetObject.Output.encryption.algorithm] == "AES256")
    let crc = CRC.value(.crc64nvme, of: bytes)
    let text = Base64.encode((0..<8).reversed().map { UInt8(truncatingIfNeeded: crc >> UInt64($0 * 8)) })
    #expect(output[GetObject.Output.checksums[.crc64nvme]] == text)
  }

  @Test func writesUnderConditions() async throws {
    let house = try await s3House()
    let etag = try await house.put("k") { $0[PutObject.Input.ifNoneMatch] = "*" }
    func refusal(_ key: String, _ fill: (inout Values<PutObject.Input>) -> Void) async -> String? {
      await house.error(PutObject.self) {
        $0[PutObject.Input.bucket] = "bucket"
        $0[PutObject.Input.key] = key
        fill(&$0)
      }?.code
    }
    #expect(await refusal("k") { $0[PutObject.Input.ifNoneMatch] = "*" } == "PreconditionFailed")
    #expect(await refusal("k") { $0[PutObject.Input.ifMatch] = "\"x\"" } == "PreconditionFailed")
    #expect(await refusal("none") { $0[PutObject.Input.ifMatch] = etag } == "NoSuchKey")
    #expect(await refusal("k") { $0[PutObject.Input.ifNoneMatch] = etag } == "NotImplemented")
    try await house.put("k", [1]) { $0[PutObject.Input.ifMatch] = etag }
  }

  @Test func refusesBeforeTheBody() async throws {
    let house = try await s3House()
    let missing = await house.send("PUT", "/nobody/k", fields: [("Content-Length", "5")], body: Array("12345".utf8))
    #expect(missing.status == 404)
    #expect(String(decoding: missing.body, as: UTF8.self).contains("<Code>NoSuchBucket</Code>"))
    let long = await house.send("PUT", "/bucket/" + String(repeating: "k", count: 1025), body: [1])
    #expect(String(decoding: long.body, as: UTF8.self).contains("<Code>KeyTooLongError</Code>"))
    let metadata = await house.send(
      "PUT", "/bucket/k", fields: [("x-amz-meta-a", String(repeating: "v", count: 2048))], body: [1])
    #expect(String(decoding: metadata.body, as: UTF8.self).contains("<Code>MetadataTooLarge</Code>"))
  }

  @Test(arguments: [11, 300_000])
  func checksWhatItWasTold(_ size: Int) async throws {
    let house = try await s3House()
    let body = pattern(size)
    let wrong = Base64.encode([1, 1, 1, 1])
    for (field, value, code) in [
      ("x-amz-checksum-crc32c", wrong, "BadDigest"), ("x-amz-checksum-crc32c", "AAAA", "InvalidRequest"),
      ("Content-MD5", Base64.encode([UInt8](repeating: 0, count: 16)), "BadDigest"),
      ("Content-MD5", "x", "InvalidDigest"),
      ("x-amz-sdk-checksum-algorithm", "CRC32", "InvalidRequest"),
      ("x-amz-checksum-xxhash64", "AAAA", "InvalidRequest"),
      ("x-amz-checksum-xxhash3", Base64.encode([UInt8](repeating: 1, count: 8)), "BadDigest"),
      ("x-amz-checksum-sha512", "AAAA", "InvalidRequest"),
    ] {
      let answer = await house.send("PUT", "/bucket/k", fields: [(field, value)], body: body)
      #expect(answer.status == 400)
      #expect(String(decoding: answer.body, as: UTF8.self).contains("<Code>\(code)</Code>"), "\(field)")
    }
    #expect(await house.send("HEAD", "/bucket/k").status == 404)
    let crc = CRC.value(.crc32c, of: body)
    let right = Base64.encode((0..<4).reversed().map { UInt8(truncatingIfNeeded: crc >> UInt64($0 * 8)) })
    let answer = await house.send("PUT", "/bucket/k", fields: [("x-amz-checksum-crc32c", right)], body: body)
    #expect(answer.status == 200)
    #expect(answer.fields["x-amz-checksum-crc32c"] == right)
    #expect(answer.fields["x-amz-checksum-type"] == "FULL_OBJECT")
  }

  @Test func takesAChunkedBodyApart() async throws {
    let house = try await s3House()
    let body = Array("3\r\nabc\r\n0\r\nx-amz-checksum-sha1:\(Base64.encode(SHA1.hash(Array("abc".utf8))))\r\n\r\n".utf8)
    let fields = [
      ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("Content-Encoding", "aws-chunked,gzip"),
      ("x-amz-trailer", "x-amz-checksum-sha1"), ("x-amz-decoded-content-length", "3"),
    ]
    #expect(await house.send("PUT", "/bucket/k", fields: fields, body: body).status == 200)
    let (output, bytes) = try await house.get("k")
    #expect(bytes == Array("abc".utf8))
    #expect(output[GetObject.Output.headers.contentEncoding] == "gzip")
    let cut = await house.send("PUT", "/bucket/k", fields: fields, body: Array(body.dropLast(20)))
    #expect(String(decoding: cut.body, as: UTF8.self).contains("<Code>IncompleteBody</Code>"))
  }

  /// Retention and legal hold need the lock on the bucket, and retention both its mode and its date.
  @Test func locksOnlyWhereThereIsALock() async throws {
    let house = try await lockedHouse()
    let hold = [("x-amz-object-lock-legal-hold", "ON"), ("Content-MD5", Base64.encode(MD5.hash([])))]
    #expect(await house.s3("PUT", "/bucket/k", fields: hold).error == noObjectLock)
    #expect(await house.s3("PUT", "/locked/k", fields: hold).status == 200)
    // Such a body must come with its hash.
    let bare = await house.s3("PUT", "/locked/k", fields: [hold[0]])
    #expect(bare.code == "InvalidRequest")
    let half = [("x-amz-object-lock-mode", "GOVERNANCE"), hold[1]]
    #expect(
      await house.s3("PUT", "/locked/k", fields: half).error == """
        <Code>InvalidArgument</Code><Message>x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be \
        supplied</Message><ArgumentName>x-amz-object-lock-retain-until-date</ArgumentName>
        """)
  }
}
