import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct PutBucketVersioningTests {
  private func set(_ house: TestHouse, _ inner: String, bucket: String = "bucket") async -> S3Answer {
    await house.s3("PUT", "/\(bucket)?versioning", "<VersioningConfiguration>\(inner)</VersioningConfiguration>")
  }

  @Test func answersNothing() async throws {
    let house = try await s3House()
    let answer = await set(house, "<Status>Enabled</Status>")
    #expect(answer.status == 200 && answer.text.isEmpty)
    // MFA delete may be said to be off, as it is.
    #expect(await set(house, "<MfaDelete>Disabled</MfaDelete><Status>Suspended</Status>").status == 200)
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    let nothing = await set(house, "")
    #expect(nothing.status == 400)
    #expect(
      nothing.error == """
        <Code>IllegalVersioningConfigurationException</Code><Message>The Versioning element must be specified</Message>
        """)
    #expect(await set(house, "<Status>Off</Status>").code == "MalformedXML")
    let mfa = await set(house, "<Status>Enabled</Status><MfaDelete>Enabled</MfaDelete>")
    #expect(mfa.status == 501 && mfa.code == "NotImplemented")
    #expect(await set(house, "<Status>Enabled</Status>", bucket: "nowhere").error == noSuchBucket("nowhere"))
    #expect(await house.s3("GET", "/bucket?versioning").element("Status") == nil)
  }

  /// Object lock is nothing without versions.
  @Test func aLockedBucketStaysVersioned() async throws {
    let house = try await lockedHouse()
    let refused = await set(house, "<Status>Suspended</Status>", bucket: "locked")
    #expect(refused.status == 409)
    #expect(
      refused.error == """
        <Code>InvalidBucketState</Code><Message>An Object Lock configuration is present on this bucket, so the versioning \
        state cannot be changed.</Message>
        """)
  }

  /// What was there before is the null version, of which there is one.
  @Test func keepsTheNullVersionOnce() async throws {
    let house = try await s3House()
    try await house.put("k", [0])
    try await house.setVersioning("Enabled")
    let first = try #require(try await house.putVersion("k", [1]))
    #expect(first.utf8.count == 32)
    #expect(try await house.versions() == ["k \(first) *", "k null"])
    #expect(try await house.get("k") { $0[GetObject.Input.versionID] = "null" }.bytes == [0])
    try await house.setVersioning("Suspended")
    #expect(try await house.putVersion("k", [2]) == nil)
    #expect(try await house.versions() == ["k null *", "k \(first)"])
    #expect(try await house.get("k").bytes == [2])
    #expect(try await house.get("k") { $0[GetObject.Input.versionID] = first }.bytes == [1])
    // The marker takes the null version's place.
    let marker = try await house.delete("k")
    #expect(marker[DeleteObject.Output.versionID] == "null")
    #expect(marker[DeleteObject.Output.deleteMarker] == true)
    #expect(try await house.versions() == ["k \(first)", "-k null *"])
    _ = try await house.delete("k", version: "null")
    #expect(try await house.versions() == ["k \(first) *"])
    #expect(try await house.get("k").bytes == [1])
  }
}
