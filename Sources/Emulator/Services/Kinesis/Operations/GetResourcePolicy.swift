import Protocols
import Runtime

/// The policy of a stream or a consumer; `{}` where there is none.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetResourcePolicy.html
enum GetResourcePolicy: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceARN", .length(1...2048), KinesisTraits.resourcePattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("GetResourcePolicyInput", resourceARN, streamID)
  }
  enum Output: StructureShape {
    static let policy = Required<String>("Policy")
    static let shape = structure("GetResourcePolicyOutput", policy)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let resource = try KinesisResource(arn: input[Input.resourceARN], request, service)
    return .now(.with { $0[Output.policy] = resource.policy ?? "{}" })
  }
}
