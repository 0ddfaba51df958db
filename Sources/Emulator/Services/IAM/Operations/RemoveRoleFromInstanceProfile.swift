import Protocols
import Runtime

/// Takes the role out of an instance profile.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html
enum RemoveRoleFromInstanceProfile: AWSOperation {
  enum Input: StructureShape {
    static let instanceProfileName = Required<String>("InstanceProfileName", .length(1...128), IAMTraits.namePattern)
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let shape = structure("RemoveRoleFromInstanceProfileRequest", instanceProfileName, roleName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard var profile = try service.store.profile(request.account, input[Input.instanceProfileName]) else {
      throw AWSError.profileNotFound(input[Input.instanceProfileName])
    }
    guard profile.role == input[Input.roleName].lowercased() else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    profile.role = nil
    try service.store.put(profile)
    return .now(Values())
  }
}
