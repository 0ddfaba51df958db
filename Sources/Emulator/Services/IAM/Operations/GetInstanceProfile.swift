import Protocols
import Runtime

/// An instance profile with the role in it.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html
enum GetInstanceProfile: AWSOperation {
  enum Input: StructureShape {
    static let instanceProfileName = Required<String>("InstanceProfileName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("GetInstanceProfileRequest", instanceProfileName)
  }
  enum Output: StructureShape {
    static let instanceProfile = Required<Values<InstanceProfile>>("InstanceProfile")
    static let shape = structure("GetInstanceProfileResponse", instanceProfile)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let profile = try service.store.profile(request.account, input[Input.instanceProfileName]) else {
      throw AWSError.profileNotFound(input[Input.instanceProfileName])
    }
    let shown = try InstanceProfile.of(profile, isListed: false, service.store)
    return .now(.with { $0[Output.instanceProfile] = shown })
  }
}
