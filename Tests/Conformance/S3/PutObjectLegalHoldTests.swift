import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct PutObjectLegalHoldTests {
  private func hold(_ house: TestHouse, _ status: String, _ target: String = "/locked/k") async -> S3Answer {
    await house.s3("PUT", "\(target)?legal-hold", "<LegalHold><Status>\(status)</Status></LegalHold>")
  }

  /// A hold has no date, and no bypass passes over it.
  @Test func holdsUntilItIsTakenBack() async throws {
    let house = try await lockedHouse()
    let version = try await house.putLocked()
    let answer = await hold(house, "ON")
    #expect(answer.status == 200 && answer.text.isEmpty)
    #expect(await house.deleteLocked(version, bypass: true)?.code == "AccessDenied")
    #expect(await house.s3("HEAD", "/locked/k").fields["x-amz-object-lock-legal-hold"] == "ON")
    #expect(await hold(house, "OFF").status == 200)
    #expect(await house.deleteLocked(version) == nil)
  }

  /// Retention and hold are independent of each other.
  @Test func leavesTheRetentionAlone() async throws {
    let house = try await lockedHouse()
    let until = await house.time(in: 60)
    let version = try await house.putLocked {
      $0[PutObject.Input.lock.mode] = "GOVERNANCE"
      $0[PutObject.Input.lock.retainUntil] = until
    }
    #expect(await hold(house, "ON").status == 200)
    await house.advance(milliseconds: 61_000)
    #expect(await house.deleteLocked(version)?.code == "AccessDenied")
    #expect(await house.s3("GET", "/locked/k?retention").element("Mode") == "GOVERNANCE")
  }

  @Test func refusals() async throws {
    let house = try await lockedHouse()
    try await house.put("k")
    try await house.putLocked()
    for document in ["", "<LegalHold/>", "<LegalHold><Status>MAYBE</Status></LegalHold>", "<LegalHold>"] {
      let answer = await house.s3("PUT", "/locked/k?legal-hold", document)
      #expect(answer.status == 400 && answer.code == "MalformedXML", "\(document)")
    }
    #expect(await hold(house, "ON", "/bucket/k").error == noObjectLock)
    #expect(await hold(house, "ON", "/locked/none").error == noSuchKey("none"))
  }
}
