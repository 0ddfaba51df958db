import Protocols
import Runtime
import Support
import Testing

@testable import IAM

@Suite struct DecodeAuthorizationMessageTests {
  @Test func noMessageWasMadeHere() async throws {
    let iam = try IAMHouse()
    let answer = await iam.send(
      "Action=DecodeAuthorizationMessage&Version=2011-06-15&EncodedMessage=abc", service: "sts")
    #expect(answer.status == 400)
    #expect(answer.text.contains("<Code>InvalidAuthorizationMessageException</Code>"))
    let bare = await iam.send("Action=DecodeAuthorizationMessage&Version=2011-06-15", service: "sts")
    #expect(bare.text.contains("Value null at 'encodedMessage' failed to satisfy constraint: Member must not be null"))
  }
}
