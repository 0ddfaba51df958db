import Protocols
import Support
import Testing

@testable import S3

@Suite struct DeleteBucketTests {
  @Test func onlyAnEmptyOne() async throws {
    let house = try await s3House()
    try await house.put("k")
    let refused = await house.s3("DELETE", "/bucket")
    #expect(refused.status == 409)
    #expect(
      refused.error == """
        <Code>BucketNotEmpty</Code><Message>The bucket you tried to delete is not empty</Message>\
        <BucketName>bucket</BucketName>
        """)
    #expect(await house.s3("DELETE", "/bucket/k").status == 204)
    let done = await house.s3("DELETE", "/bucket")
    #expect(done.status == 204 && done.text.isEmpty)
    #expect(await house.s3("HEAD", "/bucket").status == 404)
    // A new one of that name has nothing of the old one.
    #expect(await house.s3("PUT", "/bucket").status == 200)
    #expect(await house.s3("GET", "/bucket/k").status == 404)
  }

  /// "All objects (including all object versions and delete markers) in the bucket must be deleted."
  @Test func versionsAndMarkersCount() async throws {
    let house = try await s3House()
    try await house.setVersioning("Enabled")
    let version = try #require(try await house.putVersion("k", [1]))
    let marker = try #require(try await house.delete("k")[DeleteObject.Output.versionID])
    let refused = await house.s3("DELETE", "/bucket")
    #expect(
      refused.element("Message")
        == "The bucket you tried to delete is not empty. You must delete all versions in the bucket.")
    _ = try await house.delete("k", version: version)
    #expect(await house.s3("DELETE", "/bucket").code == "BucketNotEmpty")
    _ = try await house.delete("k", version: marker)
    #expect(await house.s3("DELETE", "/bucket").status == 204)
  }

  @Test func openUploadsGoWithIt() async throws {
    let house = try await s3House()
    let upload = try await house.upload("k", [[1]])
    #expect(await house.s3("DELETE", "/bucket").status == 204)
    #expect(await house.s3("PUT", "/bucket").status == 200)
    #expect(await house.s3("GET", "/bucket/k?uploadId=\(upload.id)").code == "NoSuchUpload")
  }

  @Test func refusesOthers() async throws {
    let house = try await s3House()
    #expect(await house.s3("DELETE", "/nowhere").error == noSuchBucket("nowhere"))
    let other = [("x-amz-expected-bucket-owner", "111111111111")]
    #expect(
      await house.s3("DELETE", "/bucket", fields: other).error
        == "<Code>AccessDenied</Code><Message>Access Denied</Message>")
    #expect(await house.s3("HEAD", "/bucket").status == 200)
  }
}
