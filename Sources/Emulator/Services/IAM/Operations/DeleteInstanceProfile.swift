import Protocols
import Runtime

/// Ends an instance profile without a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html
enum DeleteInstanceProfile: AWSOperation {
  enum Input: StructureShape {
    static let instanceProfileName = Required<String>("InstanceProfileName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("DeleteInstanceProfileRequest", instanceProfileName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let profile = try service.store.profile(request.account, input[Input.instanceProfileName]) else {
      throw AWSError.profileNotFound(input[Input.instanceProfileName])
    }
    if profile.role != nil {
      throw AWSError.deleteConflict("Cannot delete entity, must remove roles from instance profile first.")
    }
    try service.store.delete(profile)
    return .now(Values())
  }
}
