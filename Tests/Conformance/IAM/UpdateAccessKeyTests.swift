import Protocols
import Support
import Testing

@testable import IAM

@Suite struct UpdateAccessKeyTests {
  @Test func anInactiveKeyIsUnknown() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    let made = await house.wire("CreateAccessKey", "UserName=ana")
    let key = try #require(made.element("AccessKeyId"))
    #expect(await house.wire("UpdateAccessKey", "UserName=ana&Status=Inactive&AccessKeyId=\(key)").status == 200)
    #expect(await house.caller(ofKey: key) == nil)
    #expect(await house.wire("ListAccessKeys", "UserName=ana").element("Status") == "Inactive")
  }

  @Test(arguments: [
    (
      "UserName=ana&Status=Inactive&AccessKeyId=AKIAIOSFODNN7EXAMPLE",
      "NoSuchEntity: The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found."
    ),
    (
      "UserName=ana&AccessKeyId=AKIAIOSFODNN7EXAMPLE",
      "ValidationError: 1 validation error detected: Value null at 'status' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    #expect(await house.wire("UpdateAccessKey", request).refusal == words)
  }
}
