import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct GetObjectRetentionTests {
  @Test func tellsUntilWhen() async throws {
    let house = try await lockedHouse()
    let until = await house.time(in: 3600)
    let version = try await house.putLocked {
      $0[PutObject.Input.lock.mode] = "COMPLIANCE"
      $0[PutObject.Input.lock.retainUntil] = until
    }
    try await house.putLocked()
    let answer = await house.s3("GET", "/locked/k?retention&versionId=\(version)")
    #expect(answer.status == 200)
    #expect(answer.document.hasPrefix("<Retention><Mode>COMPLIANCE</Mode><RetainUntilDate>"))
    #expect(answer.element("RetainUntilDate")?.hasPrefix(String(until.iso8601(.none).dropLast())) == true)
    // The newest one has none.
    #expect(await house.s3("GET", "/locked/k?retention").error == noLock(of: "k"))
  }

  @Test func refusals() async throws {
    let house = try await lockedHouse()
    try await house.put("k")
    #expect(await house.s3("GET", "/bucket/k?retention").error == noObjectLock)
    #expect(await house.s3("GET", "/locked/none?retention").error == noSuchKey("none"))
    #expect(await house.s3("GET", "/nowhere/k?retention").error == noSuchBucket("nowhere"))
  }
}
