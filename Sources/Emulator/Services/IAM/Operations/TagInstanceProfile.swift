import Protocols
import Runtime

/// Sets tags of an instance profile.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagInstanceProfile.html
enum TagInstanceProfile: AWSOperation {
  enum Input: StructureShape {
    static let instanceProfileName = Required<String>("InstanceProfileName", .length(1...128), IAMTraits.namePattern)
    static let tags = Required<[Values<Tag>]>("Tags", .length(0...50))
    static let shape = structure("TagInstanceProfileRequest", instanceProfileName, tags)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let entity = try service.store.profile(request.account, input[Input.instanceProfileName]) else {
      throw AWSError.profileNotFound(input[Input.instanceProfileName])
    }
    try EntityTags.add(input[Input.tags], entity.account, entity.owner, service.store)
    return .now(Values())
  }
}
