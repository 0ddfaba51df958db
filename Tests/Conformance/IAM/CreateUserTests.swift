import Protocols
import Support
import Testing

@testable import IAM

@Suite struct CreateUserTests {
  @Test func answersTheUser() async throws {
    let house = try IAMHouse()
    let answer = await house.wire("CreateUser", "UserName=ana&Path=/a/&Tags.member.1.Key=k&Tags.member.1.Value=v")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<User><Path>/a/</Path><UserName>ana</UserName><UserId>AIDA"), "\(answer.text)")
    #expect(answer.text.contains("<Arn>arn:aws:iam::000000000000:user/a/ana</Arn>"), "\(answer.text)")
    #expect(answer.text.contains("<Tags><member><Key>k</Key><Value>v</Value></member></Tags>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("UserName=Ana", "EntityAlreadyExists: User with name Ana already exists."),
    (
      "UserName=a b",
      #"ValidationError: 1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+"#
    ),
    (
      "",
      "ValidationError: 1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    #expect(await house.wire("CreateUser", request).refusal == words)
  }
}
