import Protocols
import Runtime

/// What an encoded refusal says. No service here refuses with an encoded message, so none that comes was made here, and
/// AWS refuses what it did not make itself.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
enum DecodeAuthorizationMessage: AWSOperation {
  enum Input: StructureShape {
    static let encodedMessage = Required<String>("EncodedMessage", .length(1...10240))
    static let shape = structure("DecodeAuthorizationMessageRequest", encodedMessage)
  }
  enum Output: StructureShape {
    static let decodedMessage = Member<String>("DecodedMessage")
    static let shape = structure("DecodeAuthorizationMessageResponse", decodedMessage)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: STSService
  ) throws(AWSError) -> Answer<Output> {
    throw AWSError("InvalidAuthorizationMessageException", "Message is not valid")
  }
}
