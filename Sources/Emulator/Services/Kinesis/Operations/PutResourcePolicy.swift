import Protocols
import Runtime

/// Sets the policy of a stream or a consumer. It is kept as AWS keeps it: without white space, lists of one text as the
/// text alone (recorded from AWS).
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutResourcePolicy.html
enum PutResourcePolicy: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceARN", .length(1...2048), KinesisTraits.resourcePattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let policy = Required<String>("Policy")
    static let shape = structure("PutResourcePolicyInput", resourceARN, streamID, policy)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let resource = try KinesisResource(arn: input[Input.resourceARN], request, service)
    guard let policy = try? JSONValue.parse(input[Input.policy]), case .object = policy else {
      throw AWSError.invalidArgument("Policy validation error: This policy contains invalid Json")
    }
    try resource.setPolicy(normal(policy).text, service.store)
    return .now(Values())
  }

  private static func normal(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements):
      if elements.count == 1, case .string = elements[0] { return elements[0] }
      return .array(elements.map(normal))
    case .object(let object):
      var result = JSONObject()
      for member in object.members { result.members.append(.init(key: member.key, value: normal(member.value))) }
      return .object(result)
    default: return value
    }
  }
}
