import Glibc
import Protocols
import Runtime
import Support
import Testing

@testable import IAM

@Suite struct SessionTests {
  @Test func tellsTheRootByItsAccount() async throws {
    let iam = try IAMHouse()
    let answer = try await iam.house.call(GetCallerIdentity.self, account: "111122223333")
    #expect(answer[GetCallerIdentity.Output.account] == "111122223333")
    #expect(answer[GetCallerIdentity.Output.arn] == "arn:aws:iam::111122223333:root")
    #expect(answer[GetCallerIdentity.Output.userID] == "111122223333")
  }

  @Test func assumedRoleIsKnownUntilItsSessionEnds() async throws {
    let iam = try IAMHouse()
    let answer = try await iam.house.call(AssumeRole.self) {
      $0[AssumeRole.Input.roleARN] = "arn:aws:iam::111122223333:role/service/worker"
      $0[AssumeRole.Input.roleSessionName] = "night"
      $0[AssumeRole.Input.durationSeconds] = 900
    }
    let issued = try #require(answer[AssumeRole.Output.credentials])
    let key = issued[Credentials.accessKeyID]
    #expect(key.hasPrefix("ASIA") && key.utf8.count == 20)
    #expect(issued[Credentials.secretAccessKey].utf8.count == 40)
    let caller = try #require(await iam.caller(ofKey: key))
    #expect(caller.arn == "arn:aws:sts::111122223333:assumed-role/worker/night")
    #expect(caller.account == "111122223333")

    let identity = try await iam.house.cloud.perform(
      GetCallerIdentity.self, Values(), as: caller, region: "us-east-1")
    let user = try #require(answer[AssumeRole.Output.assumedRoleUser])
    #expect(identity[GetCallerIdentity.Output.userID] == user[AssumeRole.AssumedRoleUser.assumedRoleID])
    #expect(identity[GetCallerIdentity.Output.arn] == caller.arn)

    await iam.house.advance(milliseconds: 900_001)
    #expect(await iam.caller(ofKey: key) == nil)
  }

  @Test func refusesWhatIsNoRole() async throws {
    let iam = try IAMHouse()
    let error = await iam.house.error(AssumeRole.self) {
      $0[AssumeRole.Input.roleARN] = "arn:aws:iam::111122223333:user/worker"
      $0[AssumeRole.Input.roleSessionName] = "night"
    }
    #expect(error?.code == "ValidationError")
    #expect(error?.message == "arn:aws:iam::111122223333:user/worker is invalid")
  }

  @Test func chainedRolesLastAnHourAtMost() async throws {
    let iam = try IAMHouse()
    let role = "arn:aws:iam::111122223333:role/a"
    let first = try await iam.assume(role, "one")
    let error = await iam.error(AssumeRole.self, as: first.caller) {
      $0[AssumeRole.Input.roleARN] = role
      $0[AssumeRole.Input.roleSessionName] = "two"
      $0[AssumeRole.Input.durationSeconds] = 3601
    }
    #expect(error?.message?.contains("1 hour session limit") == true)
  }

  @Test func sessionTokenIsOfTheSameCallerAndNeverOfASession() async throws {
    let iam = try IAMHouse()
    let answer = try await iam.house.call(GetSessionToken.self)
    let issued = try #require(answer[GetSessionToken.Output.credentials])
    // The root's session lasts an hour, whatever the default.
    let left = issued[Credentials.expiration].milliseconds - Clock.machineMilliseconds()
    #expect(left <= 3_600_000 && left > 3_000_000)
    let caller = try #require(await iam.caller(ofKey: issued[Credentials.accessKeyID]))
    #expect(caller.arn == "arn:aws:iam::000000000000:root")
    let error = await iam.error(GetSessionToken.self, as: caller)
    #expect(error?.code == "AccessDenied")
    #expect(error?.status == 403)
  }

  @Test func sessionsSurviveARestart() async throws {
    let file = "/tmp/cauce-iam-\(UInt64.random(in: 0 ... .max)).sqlite"
    let first = try IAMHouse(path: file)
    let issued = try await first.assume("arn:aws:iam::111122223333:role/a", "s")
    await first.house.stop()
    let second = try IAMHouse(path: file)
    #expect(await second.caller(ofKey: issued.accessKey)?.account == "111122223333")
    await second.house.stop()
    unlink(file)
  }
}
