import Protocols
import Support
import Testing

@testable import IAM

@Suite struct CreateGroupTests {
  @Test func answersTheGroup() async throws {
    let house = try IAMHouse()
    let answer = await house.wire("CreateGroup", "GroupName=g&Path=/a/")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains("<CreateGroupResult><Group><Path>/a/</Path><GroupName>g</GroupName><GroupId>AGPA"),
      "\(answer.text)")
    #expect(answer.text.contains("<Arn>arn:aws:iam::000000000000:group/a/g</Arn>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("GroupName=G", "EntityAlreadyExists: Group with name G already exists."),
    (
      "GroupName=a b",
      #"ValidationError: 1 validation error detected: Value 'a b' at 'groupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+"#
    ),
    (
      "",
      "ValidationError: 1 validation error detected: Value null at 'groupName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    #expect(await house.wire("CreateGroup", request).refusal == words)
  }
}
