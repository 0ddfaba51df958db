import Protocols
import Runtime

/// Whose an access key is: the account that it was given out for, or the one that a request signed with it would act in.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
enum GetAccessKeyInfo: AWSOperation {
  enum Input: StructureShape {
    static let accessKeyID = Required<String>("AccessKeyId", .length(16...128), .pattern(#"[\w]*"#))
    static let shape = structure("GetAccessKeyInfoRequest", accessKeyID)
  }
  enum Output: StructureShape {
    static let account = Member<String>("Account")
    static let shape = structure("GetAccessKeyInfoResponse", account)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: STSService
  ) throws(AWSError) -> Answer<Output> {
    let known = service.store.credentials[input[Input.accessKeyID]]?.account
    return .now(.with { $0[Output.account] = known ?? service.defaultAccount })
  }
}
