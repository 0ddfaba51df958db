import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct PutObjectLockConfigurationTests {
  private func set(
    _ house: TestHouse, _ retention: String, bucket: String = "locked"
  ) async -> S3Answer {
    await house.s3(
      "PUT", "/\(bucket)?object-lock",
      "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>"
        + (retention.isEmpty ? "" : "<Rule><DefaultRetention>\(retention)</DefaultRetention></Rule>")
        + "</ObjectLockConfiguration>")
  }

  /// What is put from now on is kept so long; a writer's own word counts more, and what was there before stays free.
  @Test func givesNewObjectsARetention() async throws {
    let house = try await lockedHouse()
    let before = try await house.putLocked()
    let answer = await set(house, "<Mode>GOVERNANCE</Mode><Days>2</Days>")
    #expect(answer.status == 200 && answer.text.isEmpty)
    let now = await house.time(in: 0)
    try await house.putLocked()
    let kept = await house.s3("GET", "/locked/k?retention")
    #expect(kept.element("Mode") == "GOVERNANCE")
    let until = try await house.call(GetObjectRetention.self) {
      $0[GetObjectRetention.Input.bucket] = "locked"
      $0[GetObjectRetention.Input.key] = "k"
    }[GetObjectRetention.Output.retention]?[ObjectLockRetention.retainUntilDate]
    #expect(abs(try #require(until).seconds - now.seconds - 2 * 86_400) < 60)
    let own = await house.time(in: 60)
    try await house.putLocked {
      $0[PutObject.Input.lock.mode] = "COMPLIANCE"
      $0[PutObject.Input.lock.retainUntil] = own
    }
    #expect(await house.s3("GET", "/locked/k?retention").element("Mode") == "COMPLIANCE")
    #expect(await house.deleteLocked(before) == nil)
    // Without a rule the lock stays, and new objects are free again.
    #expect(await set(house, "").status == 200)
    let free = try await house.putLocked()
    #expect(await house.deleteLocked(free) == nil)
  }

  /// Since November 2023 any bucket with versions may be given the lock.
  @Test func needsVersions() async throws {
    let house = try await s3House()
    let refused = await set(house, "", bucket: "bucket")
    #expect(refused.status == 409)
    #expect(
      refused.error == """
        <Code>InvalidBucketState</Code><Message>Versioning must be 'Enabled' on the bucket to apply a Object Lock \
        configuration</Message>
        """)
    try await house.setVersioning("Enabled")
    #expect(await set(house, "", bucket: "bucket").status == 200)
    #expect(await house.s3("GET", "/bucket?object-lock").element("ObjectLockEnabled") == "Enabled")
  }

  @Test(arguments: [
    ("<Mode>GOVERNANCE</Mode><Days>0</Days>", "InvalidRetentionPeriod"),
    ("<Mode>GOVERNANCE</Mode><Days>-1</Days>", "InvalidRetentionPeriod"),
    ("<Mode>GOVERNANCE</Mode><Days>36501</Days>", "InvalidRetentionPeriod"),
    ("<Mode>GOVERNANCE</Mode><Years>101</Years>", "InvalidRetentionPeriod"),
    ("<Mode>GOVERNANCE</Mode><Days>1</Days><Years>1</Years>", "MalformedXML"),
    ("<Mode>GOVERNANCE</Mode>", "MalformedXML"), ("<Days>1</Days>", "MalformedXML"),
    ("<Mode>FOREVER</Mode><Days>1</Days>", "MalformedXML"),
  ])
  func refusesPeriods(_ retention: String, _ code: String) async throws {
    let house = try await lockedHouse()
    let answer = await set(house, retention)
    #expect(answer.status == 400 && answer.code == code)
  }

  @Test func refusesOtherDocuments() async throws {
    let house = try await lockedHouse()
    for document in ["", "<ObjectLockConfiguration/>", "<Other/>"] {
      #expect(await house.s3("PUT", "/locked?object-lock", document).code == "MalformedXML", "\(document)")
    }
    let token = await house.s3(
      "PUT", "/locked?object-lock",
      "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>",
      fields: [("x-amz-bucket-object-lock-token", "t")])
    #expect(token.status == 501)
  }
}
