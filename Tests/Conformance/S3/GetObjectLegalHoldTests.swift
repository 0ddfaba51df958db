import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct GetObjectLegalHoldTests {
  @Test func tellsOnAndOff() async throws {
    let house = try await lockedHouse()
    let held = try await house.putLocked { $0[PutObject.Input.lock.legalHold] = "ON" }
    let free = try await house.putLocked { $0[PutObject.Input.lock.legalHold] = "OFF" }
    try await house.putLocked()
    for (version, status) in [(held, "ON"), (free, "OFF")] {
      let answer = await house.s3("GET", "/locked/k?legal-hold&versionId=\(version)")
      #expect(answer.status == 200)
      #expect(answer.document == "<LegalHold><Status>\(status)</Status></LegalHold>")
    }
    // Nothing was ever said of the newest.
    #expect(await house.s3("GET", "/locked/k?legal-hold").error == noLock(of: "k"))
  }

  @Test func refusals() async throws {
    let house = try await lockedHouse()
    try await house.put("k")
    #expect(await house.s3("GET", "/bucket/k?legal-hold").error == noObjectLock)
    #expect(await house.s3("GET", "/locked/none?legal-hold").error == noSuchKey("none"))
    #expect(await house.s3("GET", "/nowhere/k?legal-hold").error == noSuchBucket("nowhere"))
  }
}
