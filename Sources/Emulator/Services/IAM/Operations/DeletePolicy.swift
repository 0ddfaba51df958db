import Protocols
import Runtime

/// Ends a managed policy that nobody has attached and that has no version but its default one.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
enum DeletePolicy: AWSOperation {
  enum Input: StructureShape {
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let shape = structure("DeletePolicyRequest", policyARN)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let policy = try service.store.ownPolicy(input[Input.policyARN], request.account)
    if try service.store.attachmentCount(policy.arn, request.account) > 0 {
      throw AWSError.deleteConflict("Cannot delete a policy attached to entities.")
    }
    if try service.store.versions(of: policy).count > 1 {
      throw AWSError.deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The "
          + "default version is deleted with the policy.")
    }
    try service.store.delete(policy)
    return .now(Values())
  }
}
