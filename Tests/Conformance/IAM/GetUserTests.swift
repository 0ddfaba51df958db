import Protocols
import Support
import Testing

@testable import IAM

@Suite struct GetUserTests {
  @Test func tellsOfTheUserAndOfTheRoot() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    let answer1 = await house.wire("GetUser", "UserName=ana")
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(
      answer1.text.contains("<GetUserResult><User><Path>/</Path><UserName>ana</UserName><UserId>AIDA"),
      "\(answer1.text)")
    let answer2 = await house.wire("GetUser", "")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(
      answer2.text.contains("<UserId>000000000000</UserId><Arn>arn:aws:iam::000000000000:root</Arn>"), "\(answer2.text)"
    )
  }

  @Test(arguments: [
    ("UserName=bo", "NoSuchEntity: The user with name bo cannot be found."),
    (
      "UserName=a b",
      #"ValidationError: 1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+"#
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    #expect(await house.wire("GetUser", request).refusal == words)
  }
}
