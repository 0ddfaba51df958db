import Protocols
import Support
import Testing

@testable import IAM

@Suite struct CreateAccessKeyTests {
  @Test func answersTheSecretOnce() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    let answer1 = await house.wire("CreateAccessKey", "UserName=ana")
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text.contains("<AccessKey><UserName>ana</UserName><AccessKeyId>AKIA"), "\(answer1.text)")
    #expect(answer1.text.contains("<Status>Active</Status><SecretAccessKey>"), "\(answer1.text)")
    let answer2 = await house.wire("ListAccessKeys", "UserName=ana")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<UserName>ana</UserName>"), "\(answer2.text)")
    #expect(answer2.text.contains("<Status>Active</Status>"), "\(answer2.text)")
    #expect(!answer2.text.contains("SecretAccessKey"), "\(answer2.text)")
  }

  @Test(arguments: [
    ("", "ValidationError: Must specify userName when calling with non-User credentials"),
    ("UserName=bo", "NoSuchEntity: The user with name bo cannot be found."),
    (
      "UserName=a b",
      #"ValidationError: 1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+"#
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    #expect(await house.wire("CreateAccessKey", request).refusal == words)
  }
}
