import Protocols
import Runtime
import Support
import Testing

@testable import IAM

@Suite struct GetAccessKeyInfoTests {
  @Test func wireForm() async throws {
    let iam = try IAMHouse()
    let answer = await iam.send(
      "Action=GetAccessKeyInfo&Version=2011-06-15&AccessKeyId=AKIAIOSFODNN7EXAMPLE", service: "sts")
    #expect(answer.status == 200)
    #expect(answer.text.contains("<GetAccessKeyInfoResult><Account>000000000000</Account></GetAccessKeyInfoResult>"))
    let short = await iam.send("Action=GetAccessKeyInfo&Version=2011-06-15&AccessKeyId=short", service: "sts")
    #expect(short.text.contains("at 'accessKeyId' failed to satisfy constraint: Member must have length greater"))
  }

  @Test func tellsTheAccountOfAKeyThatWasGivenOut() async throws {
    let iam = try IAMHouse()
    let issued = try await iam.assume("arn:aws:iam::111122223333:role/a", "s")
    let answer = try await iam.house.call(GetAccessKeyInfo.self) {
      $0[GetAccessKeyInfo.Input.accessKeyID] = issued.accessKey
    }
    #expect(answer[GetAccessKeyInfo.Output.account] == "111122223333")
  }
}
