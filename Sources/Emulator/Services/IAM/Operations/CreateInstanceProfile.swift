import Protocols
import Runtime

/// Makes an instance profile without a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
enum CreateInstanceProfile: AWSOperation {
  enum Input: StructureShape {
    static let instanceProfileName = Required<String>("InstanceProfileName", .length(1...128), IAMTraits.namePattern)
    static let path = Member<String>("Path", .length(1...512), IAMTraits.pathPattern)
    static let tags = Member<[Values<Tag>]>("Tags", .length(0...50))
    static let shape = structure("CreateInstanceProfileRequest", instanceProfileName, path, tags)
  }
  enum Output: StructureShape {
    static let instanceProfile = Required<Values<InstanceProfile>>("InstanceProfile")
    static let shape = structure("CreateInstanceProfileResponse", instanceProfile)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.instanceProfileName]
    if try service.store.profile(request.account, name) != nil {
      throw AWSError.alreadyExists("Instance Profile \(name) already exists.")
    }
    let profile = ProfileRecord(
      account: request.account, name: name, path: input[Input.path] ?? "/",
      id: IssuedCredentials.uniqueID("AIPA", &service.ids), created: Int(request.now.milliseconds), role: nil)
    try service.store.put(profile)
    try EntityTags.add(input[Input.tags] ?? [], profile.account, profile.owner, service.store)
    let shown = try InstanceProfile.of(profile, isListed: false, service.store)
    return .now(.with { $0[Output.instanceProfile] = shown })
  }
}
