import Protocols
import Runtime

/// Puts a role into an instance profile, which holds one at most.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
enum AddRoleToInstanceProfile: AWSOperation {
  enum Input: StructureShape {
    static let instanceProfileName = Required<String>("InstanceProfileName", .length(1...128), IAMTraits.namePattern)
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let shape = structure("AddRoleToInstanceProfileRequest", instanceProfileName, roleName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard var profile = try service.store.profile(request.account, input[Input.instanceProfileName]) else {
      throw AWSError.profileNotFound(input[Input.instanceProfileName])
    }
    guard let role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    if profile.role != nil {
      throw AWSError.limitExceeded("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1")
    }
    profile.role = role.name
    try service.store.put(profile)
    return .now(Values())
  }
}
