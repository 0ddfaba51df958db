import Protocols
import Runtime
import Support
import Testing

@testable import IAM

@Suite struct GetSessionTokenTests {
  @Test func wireForm() async throws {
    let iam = try IAMHouse()
    let answer = await iam.send("Action=GetSessionToken&Version=2011-06-15&DurationSeconds=900", service: "sts")
    #expect(answer.status == 200)
    #expect(answer.text.contains("<GetSessionTokenResult><Credentials><AccessKeyId>ASIA"))
    let short = await iam.send("Action=GetSessionToken&Version=2011-06-15&DurationSeconds=899", service: "sts")
    #expect(
      short.text.contains(
        "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to "
          + "900"))
    let device = await iam.send(
      "Action=GetSessionToken&Version=2011-06-15&SerialNumber=arn%3Aaws%3Aiam%3A%3A000000000000%3Amfa%2Fa",
      service: "sts")
    #expect(device.text.contains("SerialNumber"))
    #expect(device.status == 501)
  }

  @Test func sessionTokenIsOfTheSameCallerAndNeverOfASession() async throws {
    let iam = try IAMHouse()
    let answer = try await iam.house.call(GetSessionToken.self)
    let issued = try #require(answer[GetSessionToken.Output.credentials])
    // The root's session lasts an hour, whatever the default.
    let now = await iam.house.onLoop { [clock = iam.house.clock] in clock.milliseconds }
    let left = issued[Credentials.expiration].milliseconds - now
    #expect(left <= 3_600_000 && left > 3_000_000)
    let caller = try #require(await iam.caller(ofKey: issued[Credentials.accessKeyID]))
    #expect(caller.arn == "arn:aws:iam::000000000000:root")
    let error = await iam.error(GetSessionToken.self, as: caller)
    #expect(error?.code == "AccessDenied")
    #expect(error?.status == 403)
  }
}
