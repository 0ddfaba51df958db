import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct DeleteObjectTaggingTests {
  @Test func takesAllTags() async throws {
    let house = try await s3House()
    try await house.put("k", [1]) { $0[PutObject.Input.tagging] = "a=1&b=2" }
    #expect(await house.s3("HEAD", "/bucket/k").fields["x-amz-tagging-count"] == "2")
    for _ in 0..<2 {
      let answer = await house.s3("DELETE", "/bucket/k?tagging")
      #expect(answer.status == 204 && answer.text.isEmpty)
      #expect(answer.fields["x-amz-version-id"] == nil)
    }
    #expect(await house.s3("HEAD", "/bucket/k").fields["x-amz-tagging-count"] == nil)
    #expect(await house.s3("GET", "/bucket/k?tagging").element("Tag") == nil)
    // The object itself is as it was.
    #expect(try await house.get("k").bytes == [1])
  }

  @Test func ofOneVersion() async throws {
    let house = try await s3House()
    try await house.put("k") { $0[PutObject.Input.tagging] = "version=null" }
    try await house.setVersioning("Enabled")
    _ = try await house.call(PutObject.self) {
      $0[PutObject.Input.bucket] = "bucket"
      $0[PutObject.Input.key] = "k"
      $0[PutObject.Input.tagging] = "version=newest"
    }
    let answer = await house.s3("DELETE", "/bucket/k?tagging&versionId=null")
    #expect(answer.status == 204 && answer.fields["x-amz-version-id"] == "null")
    #expect(await house.s3("GET", "/bucket/k?tagging&versionId=null").element("Tag") == nil)
    #expect(await house.s3("GET", "/bucket/k?tagging").element("Value") == "newest")
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    #expect(await house.s3("DELETE", "/bucket/none?tagging").error == noSuchKey("none"))
    #expect(await house.s3("DELETE", "/nowhere/k?tagging").error == noSuchBucket("nowhere"))
    try await house.setVersioning("Enabled")
    let marker = try await house.delete("k")[DeleteObject.Output.versionID] ?? ""
    let named = await house.s3("DELETE", "/bucket/k?tagging&versionId=\(marker)")
    #expect(named.status == 405 && named.element("Method") == "DELETE")
  }
}
