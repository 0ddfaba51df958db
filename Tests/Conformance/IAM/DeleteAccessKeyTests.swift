import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DeleteAccessKeyTests {
  @Test func theKeyIsGone() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    let made = await house.wire("CreateAccessKey", "UserName=ana")
    let key = try #require(made.element("AccessKeyId"))
    #expect(await house.wire("DeleteAccessKey", "UserName=ana&AccessKeyId=\(key)").status == 200)
    #expect(await house.caller(ofKey: key) == nil)
    #expect(
      await house.wire("DeleteAccessKey", "UserName=ana&AccessKeyId=\(key)").refusal
        == "NoSuchEntity: The Access Key with id \(key) cannot be found.")
  }

  @Test(arguments: [
    (
      "UserName=ana&AccessKeyId=short",
      "ValidationError: 1 validation error detected: Value 'short' at 'accessKeyId' failed to satisfy constraint: Member must have length greater than or equal to 16"
    ),
    ("UserName=bo&AccessKeyId=AKIAIOSFODNN7EXAMPLE", "NoSuchEntity: The user with name bo cannot be found."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    #expect(await house.wire("DeleteAccessKey", request).refusal == words)
  }
}
