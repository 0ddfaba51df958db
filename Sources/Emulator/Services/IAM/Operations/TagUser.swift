import Protocols
import Runtime

/// Sets tags of a user.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html
enum TagUser: AWSOperation {
  enum Input: StructureShape {
    static let userName = Required<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let tags = Required<[Values<Tag>]>("Tags", .length(0...50))
    static let shape = structure("TagUserRequest", userName, tags)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let entity = try service.store.user(request.account, input[Input.userName]) else {
      throw AWSError.userNotFound(input[Input.userName])
    }
    try EntityTags.add(input[Input.tags], entity.account, entity.owner, service.store)
    return .now(Values())
  }
}
