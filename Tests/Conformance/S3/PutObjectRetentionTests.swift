import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct PutObjectRetentionTests {
  private func set(
    _ house: TestHouse, _ mode: String, _ seconds: Int64, more: String = "", bypass: Bool = false
  ) async -> S3Answer {
    let until = await house.time(in: seconds).iso8601(.none)
    return await house.s3(
      "PUT", "/locked/k?retention\(more)",
      "<Retention><Mode>\(mode)</Mode><RetainUntilDate>\(until)</RetainUntilDate></Retention>",
      fields: bypass ? [("x-amz-bypass-governance-retention", "true")] : [])
  }

  private let refusal =
    "<Code>AccessDenied</Code><Message>Access Denied because object protected by object lock.</Message>"

  /// Governance is passed over by who says so and may; compliance by nobody, until its date.
  @Test func keepsAVersionUntilItsDate() async throws {
    let house = try await lockedHouse()
    for (mode, passesOver) in [("GOVERNANCE", true), ("COMPLIANCE", false)] {
      let version = try await house.putLocked()
      let answer = await set(house, mode, 60, more: "&versionId=\(version)")
      #expect(answer.status == 200 && answer.text.isEmpty)
      #expect(await house.s3("DELETE", "/locked/k?versionId=\(version)").error == refusal)
      #expect((await house.deleteLocked(version, bypass: true) == nil) == passesOver)
      // A marker covers it all the same.
      #expect(await house.s3("DELETE", "/locked/k").status == 204)
      if passesOver { continue }
      await house.advance(milliseconds: 61_000)
      #expect(await house.deleteLocked(version) == nil)
    }
  }

  /// Longer is always allowed, shorter and none at all only with the bypass, and of compliance never.
  @Test func getsLongerFreely() async throws {
    let house = try await lockedHouse()
    try await house.putLocked()
    #expect(await set(house, "GOVERNANCE", 1000).status == 200)
    #expect(await set(house, "GOVERNANCE", 2000).status == 200)
    #expect(await set(house, "GOVERNANCE", 1000).error == refusal)
    #expect(await set(house, "COMPLIANCE", 3000).error == refusal)
    #expect(await set(house, "GOVERNANCE", 1000, bypass: true).status == 200)
    #expect(await house.s3("PUT", "/locked/k?retention", "<Retention/>").error == refusal)
    let bypass = [("x-amz-bypass-governance-retention", "true")]
    #expect(await house.s3("PUT", "/locked/k?retention", "<Retention/>", fields: bypass).status == 200)
    #expect(await house.s3("GET", "/locked/k?retention").error == noLock(of: "k"))
    #expect(await set(house, "COMPLIANCE", 1000).status == 200)
    #expect(await set(house, "COMPLIANCE", 500, bypass: true).error == refusal)
    #expect(await set(house, "GOVERNANCE", 2000, bypass: true).error == refusal)
    #expect(await set(house, "COMPLIANCE", 2000).status == 200)
  }

  @Test func refusals() async throws {
    let house = try await lockedHouse()
    try await house.put("k")
    try await house.putLocked()
    let past = await set(house, "GOVERNANCE", -60)
    #expect(past.status == 400)
    #expect(past.code == "InvalidArgument")
    #expect(past.element("Message") == "The retain until date must be in the future!")
    #expect(past.element("ArgumentName") == "x-amz-object-lock-retain-until-date")
    #expect(await set(house, "FOREVER", 60).code == "MalformedXML")
    let half = await house.s3("PUT", "/locked/k?retention", "<Retention><Mode>GOVERNANCE</Mode></Retention>")
    #expect(half.code == "MalformedXML")
    #expect(await house.s3("PUT", "/locked/none?retention", "<Retention/>").error == noSuchKey("none"))
    #expect(await house.s3("PUT", "/bucket/k?retention", "<Retention/>").error == noObjectLock)
  }
}
