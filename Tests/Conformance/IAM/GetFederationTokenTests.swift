import Protocols
import Runtime
import Support
import Testing

@testable import IAM

@Suite struct GetFederationTokenTests {
  @Test func wireForm() async throws {
    let iam = try IAMHouse()
    let answer = await iam.send("Action=GetFederationToken&Version=2011-06-15&Name=guest", service: "sts")
    #expect(answer.status == 200)
    #expect(answer.text.contains("<FederatedUserId>000000000000:guest</FederatedUserId>"))
    #expect(answer.text.contains("<Arn>arn:aws:sts::000000000000:federated-user/guest</Arn>"))
    let short = await iam.send("Action=GetFederationToken&Version=2011-06-15&Name=g", service: "sts")
    #expect(
      short.text.contains(
        "Value 'g' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 2"))
  }

  @Test func guestIsKnownAndCannotVouchForOthers() async throws {
    let iam = try IAMHouse()
    let answer = try await iam.house.call(GetFederationToken.self) {
      $0[GetFederationToken.Input.name] = "guest"
      $0[GetFederationToken.Input.policy] = RoleTests.document
      $0[GetFederationToken.Input.tags] = [
        .with {
          $0[IAM.Tag.key] = "team"
          $0[IAM.Tag.value] = "x"
        }
      ]
      $0[GetFederationToken.Input.durationSeconds] = 129600
    }
    #expect(answer[GetFederationToken.Output.packedPolicySize] == 5)
    let issued = try #require(answer[GetFederationToken.Output.credentials])
    // The root's session lasts an hour, whatever it asks for.
    let now = await iam.house.onLoop { [clock = iam.house.clock] in clock.milliseconds }
    #expect(issued[Credentials.expiration].milliseconds <= now + 3_600_000)
    let caller = try #require(await iam.caller(ofKey: issued[Credentials.accessKeyID]))
    let identity = try await iam.call(GetCallerIdentity.self, as: caller)
    #expect(identity[GetCallerIdentity.Output.arn] == "arn:aws:sts::000000000000:federated-user/guest")
    #expect(identity[GetCallerIdentity.Output.userID] == "000000000000:guest")
    let error = await iam.error(GetFederationToken.self, as: caller) { $0[GetFederationToken.Input.name] = "other" }
    #expect(error?.code == "AccessDenied" && error?.status == 403)
    #expect(error?.message == "Cannot call GetFederationToken with session credentials")
  }
}
