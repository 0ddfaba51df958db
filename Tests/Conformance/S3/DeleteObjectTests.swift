import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct DeleteObjectTests {
  /// What is not there is as good as deleted; a key's name may be anything.
  @Test func deletesOnceAndForAll() async throws {
    let house = try await s3House()
    try await house.put("a/b c", [1])
    for _ in 0..<2 {
      let answer = await house.s3("DELETE", "/bucket/a/b%20c")
      #expect(answer.status == 204 && answer.text.isEmpty)
      #expect(answer.fields["x-amz-version-id"] == nil && answer.fields["x-amz-delete-marker"] == nil)
    }
    #expect(await house.s3("GET", "/bucket/a/b%20c").error == noSuchKey("a/b c"))
    #expect(await house.s3("DELETE", "/nowhere/k").error == noSuchBucket("nowhere"))
  }

  @Test func hidesBehindADeleteMarker() async throws {
    let house = try await s3House()
    try await house.setVersioning("Enabled")
    let first = try #require(try await house.putVersion("k", [1]))
    let answer = await house.s3("DELETE", "/bucket/k")
    #expect(answer.status == 204)
    #expect(answer.fields["x-amz-delete-marker"] == "true")
    let id = try #require(answer.fields["x-amz-version-id"])
    let plain = await house.s3("GET", "/bucket/k")
    #expect(plain.error == noSuchKey("k"))
    #expect(plain.fields["x-amz-delete-marker"] == "true")
    #expect(plain.fields["x-amz-version-id"] == id)
    let named = await house.s3("GET", "/bucket/k?versionId=\(id)")
    #expect(named.status == 405)
    #expect(named.fields["x-amz-delete-marker"] == "true" && named.fields["Allow"] == "DELETE")
    #expect(
      named.error == """
        <Code>MethodNotAllowed</Code><Message>The specified method is not allowed against this resource.</Message>\
        <Method>GET</Method><ResourceType>DeleteMarker</ResourceType>
        """)
    #expect(try await house.get("k") { $0[GetObject.Input.versionID] = first }.bytes == [1])
    let unknown = String(id.reversed())
    #expect(
      await house.s3("GET", "/bucket/k?versionId=\(unknown)").error == """
        <Code>NoSuchVersion</Code><Message>The specified version does not exist.</Message><Key>k</Key>\
        <VersionId>\(unknown)</VersionId>
        """)
    #expect(await house.s3("GET", "/bucket/k?versionId=x").status == 400)
    // Without its marker it is there again.
    let gone = await house.s3("DELETE", "/bucket/k?versionId=\(id)")
    #expect(gone.fields["x-amz-delete-marker"] == "true" && gone.fields["x-amz-version-id"] == id)
    #expect(try await house.get("k").output[GetObject.Output.versionID] == first)
  }

  @Test func aVersionGoesForGood() async throws {
    let house = try await s3House()
    try await house.setVersioning("Enabled")
    let first = try #require(try await house.putVersion("k", [1]))
    let second = try #require(try await house.putVersion("k", [2]))
    let answer = await house.s3("DELETE", "/bucket/k?versionId=\(second)")
    #expect(answer.status == 204 && answer.fields["x-amz-version-id"] == second)
    #expect(answer.fields["x-amz-delete-marker"] == nil)
    #expect(try await house.versions() == ["k \(first) *"])
    // Again: as good as deleted.
    #expect(await house.s3("DELETE", "/bucket/k?versionId=\(second)").status == 204)
  }

  /// A delete with conditions wants an object that is there and is as they say.
  @Test func underConditions() async throws {
    let house = try await s3House()
    let etag = try await house.put("k", [1, 2, 3])
    func delete(_ key: String, _ field: String, _ value: String) async -> S3Answer {
      await house.s3("DELETE", "/bucket/\(key)", fields: [(field, value)])
    }
    let wrong = await delete("k", "If-Match", "\"00000000000000000000000000000000\"")
    #expect(wrong.status == 412)
    #expect(
      wrong.error == """
        <Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified did not hold</Message>\
        <Condition>If-Match</Condition>
        """)
    #expect(await delete("k", "x-amz-if-match-size", "4").element("Condition") == "x-amz-if-match-size")
    let early = "Mon, 01 Jan 2001 00:00:00 GMT"
    #expect(await delete("k", "x-amz-if-match-last-modified-time", early).status == 412)
    #expect(await delete("none", "If-Match", "*").error == noSuchKey("none"))
    #expect(await house.s3("HEAD", "/bucket/k").status == 200)
    #expect(await delete("k", "If-Match", etag).status == 204)
    #expect(await house.s3("HEAD", "/bucket/k").status == 404)
  }

  @Test func refusesMFAByName() async throws {
    let house = try await s3House()
    try await house.put("k")
    #expect(await house.s3("DELETE", "/bucket/k", fields: [("x-amz-mfa", "arn 123456")]).status == 501)
    #expect(await house.s3("HEAD", "/bucket/k").status == 200)
  }
}
