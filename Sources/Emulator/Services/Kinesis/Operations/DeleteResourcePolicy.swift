import Protocols
import Runtime

/// Takes the policy off a stream or a consumer.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteResourcePolicy.html
enum DeleteResourcePolicy: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceARN", .length(1...2048), KinesisTraits.resourcePattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("DeleteResourcePolicyInput", resourceARN, streamID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let resource = try KinesisResource(arn: input[Input.resourceARN], request, service)
    if resource.policy == nil {
      throw AWSError(
        "ResourceNotFoundException", "No resource policy found for resource ARN \(input[Input.resourceARN]).")
    }
    try resource.setPolicy(nil, service.store)
    return .now(Values())
  }
}
