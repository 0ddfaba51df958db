import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct CreateMultipartUploadTests {
  @Test func namesTheUpload() async throws {
    let house = try await s3House()
    let answer = await house.s3("POST", "/bucket/a%20%26%20b?uploads")
    #expect(answer.status == 200)
    #expect(answer.fields["x-amz-server-side-encryption"] == "AES256")
    let id = try #require(answer.element("UploadId"))
    #expect(
      answer.document == """
        <InitiateMultipartUploadResult><Bucket>bucket</Bucket><Key>a &amp; b</Key><UploadId>\(id)</UploadId>\
        </InitiateMultipartUploadResult>
        """)
    // There is no object yet, and a second upload of the key is another one.
    #expect(await house.s3("HEAD", "/bucket/a%20%26%20b").status == 404)
    #expect(await house.s3("POST", "/bucket/a%20%26%20b?uploads").element("UploadId") != id)
    #expect(await house.s3("GET", "/bucket?uploads").text.matches(of: /<UploadId>/).count == 2)
  }

  /// What is said of the object now is the object's when it is complete.
  @Test func describesTheObject() async throws {
    let house = try await s3House()
    let fields = [
      ("Content-Type", "text/x"), ("Cache-Control", "no-store"), ("x-amz-meta-Colour", "blue"),
      ("x-amz-tagging", "a=1"), ("x-amz-storage-class", "STANDARD_IA"),
    ]
    let id = await house.s3("POST", "/bucket/k?uploads", fields: fields).element("UploadId") ?? ""
    let etag = await house.s3("PUT", "/bucket/k?partNumber=1&uploadId=\(id)", "abc").fields["ETag"] ?? ""
    let parts = "<Part><PartNumber>1</PartNumber><ETag>\(etag)</ETag></Part>"
    let done = await house.s3(
      "POST", "/bucket/k?uploadId=\(id)", "<CompleteMultipartUpload>\(parts)</CompleteMultipartUpload>")
    #expect(done.status == 200)
    let head = await house.s3("HEAD", "/bucket/k")
    for (name, value) in fields where name != "x-amz-tagging" { #expect(head.fields[name] == value, "\(name)") }
    #expect(head.fields["x-amz-tagging-count"] == "1")
  }

  /// Which checksums can be of the whole object, and which are when nothing is said
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
  @Test(arguments: [
    ("CRC64NVME", "", "FULL_OBJECT"), ("CRC64NVME", "COMPOSITE", ""), ("CRC32", "", "COMPOSITE"),
    ("CRC32", "FULL_OBJECT", "FULL_OBJECT"), ("CRC32C", "COMPOSITE", "COMPOSITE"), ("SHA1", "", "COMPOSITE"),
    ("SHA256", "FULL_OBJECT", ""), ("SHA256", "COMPOSITE", "COMPOSITE"),
  ])
  func checksums(_ algorithm: String, _ asked: String, _ type: String) async throws {
    let house = try await s3House()
    var fields = [("x-amz-checksum-algorithm", algorithm)]
    if !asked.isEmpty { fields.append(("x-amz-checksum-type", asked)) }
    let answer = await house.s3("POST", "/bucket/k?uploads", fields: fields)
    #expect(answer.fields["x-amz-checksum-type"] ?? "" == type)
    if !type.isEmpty {
      #expect(answer.status == 200 && answer.fields["x-amz-checksum-algorithm"] == algorithm)
    } else {
      #expect(answer.status == 400)
      #expect(
        answer.error == """
          <Code>InvalidRequest</Code><Message>The \(asked) checksum type cannot be used with the \
          \(algorithm.lowercased()) checksum algorithm.</Message>
          """)
    }
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    #expect(await house.s3("POST", "/nowhere/k?uploads").error == noSuchBucket("nowhere"))
    let long = String(repeating: "k", count: 1025)
    #expect(
      await house.s3("POST", "/bucket/\(long)?uploads").error == """
        <Code>KeyTooLongError</Code><Message>Your key is too long</Message><Size>1025</Size>\
        <MaxSizeAllowed>1024</MaxSizeAllowed>
        """)
    func refusal(_ field: String, _ value: String) async -> S3Answer {
      await house.s3("POST", "/bucket/k?uploads", fields: [(field, value)])
    }
    #expect(
      await refusal("x-amz-storage-class", "FAST").error == """
        <Code>InvalidStorageClass</Code><Message>The storage class you specified is not valid</Message>\
        <StorageClassRequested>FAST</StorageClassRequested>
        """)
    #expect(await refusal("x-amz-checksum-type", "COMPOSITE").code == "InvalidRequest")
    #expect(await refusal("x-amz-acl", "public-read").code == "AccessControlListNotSupported")
    #expect(await refusal("x-amz-object-lock-legal-hold", "ON").error == noObjectLock)
    #expect(await house.s3("GET", "/bucket?uploads").element("Upload") == nil)
  }
}
