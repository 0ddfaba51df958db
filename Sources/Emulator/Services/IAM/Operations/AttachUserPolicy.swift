import Protocols
import Runtime

/// Attaches a managed policy to a user. One that is attached already stays so.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html
enum AttachUserPolicy: AWSOperation {
  enum Input: StructureShape {
    static let userName = Required<String>("UserName", .length(1...64), IAMTraits.namePattern)
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let shape = structure("AttachUserPolicyRequest", userName, policyARN)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(user: input[Input.userName], request, service.store)
    try holder.attach(input[Input.policyARN], service.store)
    return .now(Values())
  }
}
