import Protocols
import Runtime

/// Removes tags of an instance profile; one that is not there is none.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagInstanceProfile.html
enum UntagInstanceProfile: AWSOperation {
  enum Input: StructureShape {
    static let instanceProfileName = Required<String>("InstanceProfileName", .length(1...128), IAMTraits.namePattern)
    static let tagKeys = Required<[String]>(
      "TagKeys", .length(0...50), .each([.length(1...128), IAMTraits.tagKeyPattern]))
    static let shape = structure("UntagInstanceProfileRequest", instanceProfileName, tagKeys)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let entity = try service.store.profile(request.account, input[Input.instanceProfileName]) else {
      throw AWSError.profileNotFound(input[Input.instanceProfileName])
    }
    for name in input[Input.tagKeys] { try service.store.removeTag(name, entity.account, entity.owner) }
    return .now(Values())
  }
}
