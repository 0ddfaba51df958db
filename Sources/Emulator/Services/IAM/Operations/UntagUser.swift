import Protocols
import Runtime

/// Removes tags of a user; one that is not there is none.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html
enum UntagUser: AWSOperation {
  enum Input: StructureShape {
    static let userName = Required<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let tagKeys = Required<[String]>(
      "TagKeys", .length(0...50), .each([.length(1...128), IAMTraits.tagKeyPattern]))
    static let shape = structure("UntagUserRequest", userName, tagKeys)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let entity = try service.store.user(request.account, input[Input.userName]) else {
      throw AWSError.userNotFound(input[Input.userName])
    }
    for name in input[Input.tagKeys] { try service.store.removeTag(name, entity.account, entity.owner) }
    return .now(Values())
  }
}
