import Protocols
import Runtime
import Support
import Testing

@testable import IAM

@Suite struct GetCallerIdentityTests {
  @Test func wireForm() async throws {
    let iam = try IAMHouse()
    let answer = await iam.send("Action=GetCallerIdentity&Version=2011-06-15", service: "sts")
    #expect(answer.status == 200)
    #expect(
      answer.text.contains(
        "<GetCallerIdentityResult><UserId>000000000000</UserId><Account>000000000000</Account>"
          + "<Arn>arn:aws:iam::000000000000:root</Arn></GetCallerIdentityResult>"))
  }

  @Test func tellsTheRootByItsAccount() async throws {
    let iam = try IAMHouse()
    let answer = try await iam.house.call(GetCallerIdentity.self, account: "111122223333")
    #expect(answer[GetCallerIdentity.Output.account] == "111122223333")
    #expect(answer[GetCallerIdentity.Output.arn] == "arn:aws:iam::111122223333:root")
    #expect(answer[GetCallerIdentity.Output.userID] == "111122223333")
  }
}
