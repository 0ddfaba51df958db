import Protocols
import Runtime

/// Detaches a managed policy from a user.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html
enum DetachUserPolicy: AWSOperation {
  enum Input: StructureShape {
    static let userName = Required<String>("UserName", .length(1...64), IAMTraits.namePattern)
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let shape = structure("DetachUserPolicyRequest", userName, policyARN)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(user: input[Input.userName], request, service.store)
    try holder.detach(input[Input.policyARN], service.store)
    return .now(Values())
  }
}
