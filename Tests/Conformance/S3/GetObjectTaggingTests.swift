import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct GetObjectTaggingTests {
  /// In the order of the keys, however they were given.
  @Test func listsWhatTheHeaderSaid() async throws {
    let house = try await s3House()
    try await house.put("k") { $0[PutObject.Input.tagging] = "b=2&a=1%2B1&c=" }
    let answer = await house.s3("GET", "/bucket/k?tagging")
    #expect(answer.status == 200)
    #expect(answer.fields["x-amz-version-id"] == nil)
    #expect(
      answer.document == """
        <Tagging><TagSet><Tag><Key>a</Key><Value>1+1</Value></Tag><Tag><Key>b</Key><Value>2</Value></Tag>\
        <Tag><Key>c</Key><Value></Value></Tag></TagSet></Tagging>
        """)
  }

  @Test func anObjectWithoutTagsHasAnEmptySet() async throws {
    let house = try await s3House()
    try await house.put("k")
    let answer = await house.s3("GET", "/bucket/k?tagging")
    #expect(["<Tagging><TagSet/></Tagging>", "<Tagging><TagSet></TagSet></Tagging>"].contains(answer.document))
  }

  @Test func eachVersionHasItsOwn() async throws {
    let house = try await s3House()
    try await house.put("k") { $0[PutObject.Input.tagging] = "version=null" }
    try await house.setVersioning("Enabled")
    let id = try #require(try await house.putVersion("k", []))
    let newest = await house.s3("GET", "/bucket/k?tagging")
    #expect(newest.fields["x-amz-version-id"] == id && newest.element("Tag") == nil)
    let first = await house.s3("GET", "/bucket/k?tagging&versionId=null")
    #expect(first.fields["x-amz-version-id"] == "null" && first.element("Value") == "null")
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    #expect(await house.s3("GET", "/bucket/none?tagging").error == noSuchKey("none"))
    #expect(await house.s3("GET", "/nowhere/k?tagging").error == noSuchBucket("nowhere"))
    try await house.setVersioning("Enabled")
    try await house.put("k")
    let marker = try await house.delete("k")[DeleteObject.Output.versionID] ?? ""
    #expect(await house.s3("GET", "/bucket/k?tagging").code == "NoSuchKey")
    let named = await house.s3("GET", "/bucket/k?tagging&versionId=\(marker)")
    #expect(named.status == 405 && named.element("ResourceType") == "DeleteMarker")
  }
}
