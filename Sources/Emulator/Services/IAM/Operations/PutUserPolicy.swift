import Protocols
import Runtime

/// Sets an inline policy of a user.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html
enum PutUserPolicy: AWSOperation {
  enum Input: StructureShape {
    static let userName = Required<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let policyName = Required<String>("PolicyName", .length(1...128), IAMTraits.namePattern)
    static let policyDocument = Required<String>("PolicyDocument", .length(1...131072), IAMTraits.documentPattern)
    static let shape = structure("PutUserPolicyRequest", userName, policyName, policyDocument)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(user: input[Input.userName], request, service.store)
    try holder.put(input[Input.policyName], input[Input.policyDocument], service.store)
    return .now(Values())
  }
}
