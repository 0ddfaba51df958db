import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct UploadPartTests {
  private func begin(_ house: TestHouse, _ fields: [(String, String)] = []) async -> String {
    await house.s3("POST", "/bucket/k?uploads", fields: fields).element("UploadId") ?? ""
  }

  private func put(
    _ house: TestHouse, _ id: String, _ number: Int, _ body: String, _ fields: [(String, String)] = []
  ) async -> S3Answer {
    await house.s3("PUT", "/bucket/k?partNumber=\(number)&uploadId=\(id)", body, fields: fields)
  }

  @Test func answersTheHash() async throws {
    let house = try await s3House()
    let id = await begin(house)
    let answer = await put(house, id, 10_000, "abc")
    #expect(answer.status == 200 && answer.text.isEmpty)
    #expect(answer.fields["ETag"] == "\"900150983cd24fb0d6963f7d28e17f72\"")
    #expect(answer.fields["x-amz-server-side-encryption"] == "AES256")
    let crc = CRC.value(.crc64nvme, of: Array("abc".utf8))
    let text = Base64.encode((0..<8).reversed().map { UInt8(truncatingIfNeeded: crc >> UInt64($0 * 8)) })
    #expect(answer.fields["x-amz-checksum-crc64nvme"] == text)
  }

  /// "If you upload a new part using the same part number that was used with a previous part, the previously uploaded
  /// part is overwritten."
  @Test func theLastOfANumberCounts() async throws {
    let house = try await s3House()
    let id = await begin(house)
    let first = await put(house, id, 1, "first").fields["ETag"] ?? ""
    let second = await put(house, id, 1, "second").fields["ETag"] ?? ""
    let listed = await house.s3("GET", "/bucket/k?uploadId=\(id)")
    #expect(listed.text.matches(of: /<Part>/).count == 1 && listed.element("Size") == "6")
    func complete(_ etag: String) async -> S3Answer {
      let part = "<Part><PartNumber>1</PartNumber><ETag>\(etag)</ETag></Part>"
      return await house.s3(
        "POST", "/bucket/k?uploadId=\(id)", "<CompleteMultipartUpload>\(part)</CompleteMultipartUpload>")
    }
    #expect(await complete(first).code == "InvalidPart")
    #expect(await complete(second).status == 200)
    #expect(try await house.get("k").bytes == Array("second".utf8))
  }

  @Test(arguments: ["0", "-1", "10001"])
  func refusesNumbers(_ number: String) async throws {
    let house = try await s3House()
    let answer = await house.s3("PUT", "/bucket/k?partNumber=\(number)&uploadId=\(await begin(house))", "abc")
    #expect(answer.status == 400)
    #expect(
      answer.error == """
        <Code>InvalidArgument</Code><Message>Part number must be an integer between 1 and 10000, inclusive</Message>\
        <ArgumentName>partNumber</ArgumentName><ArgumentValue>\(number)</ArgumentValue>
        """)
  }

  @Test func refusesUploadsItDoesNotKnow() async throws {
    let house = try await s3House()
    let id = await begin(house)
    func noSuchUpload(_ id: String) -> String {
      """
      <Code>NoSuchUpload</Code><Message>The specified upload does not exist. The upload ID may be invalid, or the upload \
      may have been aborted or completed.</Message><UploadId>\(id)</UploadId>
      """
    }
    let unknown = await put(house, "unknown", 1, "abc")
    #expect(unknown.status == 404 && unknown.error == noSuchUpload("unknown"))
    // It is its key's alone.
    #expect(await house.s3("PUT", "/bucket/other?partNumber=1&uploadId=\(id)", "abc").error == noSuchUpload(id))
    #expect(await house.s3("DELETE", "/bucket/k?uploadId=\(id)").status == 204)
    #expect(await put(house, id, 1, "abc").error == noSuchUpload(id))
    #expect(await house.s3("PUT", "/nowhere/k?partNumber=1&uploadId=\(id)", "abc").error == noSuchBucket("nowhere"))
  }

  /// A part whose hash is wrong is no part.
  @Test func checksWhatItWasTold() async throws {
    let house = try await s3House()
    let id = await begin(house)
    let md5 = await put(house, id, 1, "abc", [("Content-MD5", Base64.encode(MD5.hash([])))])
    #expect(
      md5.error == """
        <Code>BadDigest</Code><Message>The Content-MD5 you specified did not match what we received.</Message>\
        <ExpectedDigest>\(Base64.encode(MD5.hash([])))</ExpectedDigest>\
        <CalculatedDigest>\(Base64.encode(MD5.hash(Array("abc".utf8))))</CalculatedDigest>
        """)
    #expect(await put(house, id, 1, "abc", [("x-amz-checksum-crc32", "AAAAAA==")]).code == "BadDigest")
    #expect(await house.s3("GET", "/bucket/k?uploadId=\(id)").element("Part") == nil)
    let right = [("x-amz-checksum-sha256", Base64.encode(SHA256.hash("abc")))]
    let answer = await put(house, id, 1, "abc", right)
    #expect(answer.fields["x-amz-checksum-sha256"] == right[0].1)
  }

  /// An upload that was begun with a composite checksum wants it of every part.
  @Test func theUploadsChecksum() async throws {
    let house = try await s3House()
    let id = await begin(house, [("x-amz-checksum-algorithm", "SHA256")])
    let none = await put(house, id, 1, "abc")
    #expect(none.status == 400)
    #expect(
      none.error == """
        <Code>InvalidRequest</Code><Message>Checksum Type mismatch occurred, expected checksum Type: sha256, actual \
        checksum Type: null</Message>
        """)
    let other = await put(house, id, 1, "abc", [("x-amz-checksum-sha1", Base64.encode(SHA1.hash(Array("abc".utf8))))])
    #expect(other.element("Message")?.hasSuffix("actual checksum Type: sha1") == true)
    #expect(
      await put(house, id, 1, "abc", [("x-amz-checksum-sha256", Base64.encode(SHA256.hash("abc")))]).status == 200)
  }
}
