import Protocols
import Runtime

/// Takes a user out of a group.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html
enum RemoveUserFromGroup: AWSOperation {
  enum Input: StructureShape {
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let userName = Required<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("RemoveUserFromGroupRequest", groupName, userName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let group = try service.store.group(request.account, input[Input.groupName]) else {
      throw AWSError.groupNotFound(input[Input.groupName])
    }
    guard let user = try service.store.user(request.account, input[Input.userName]) else {
      throw AWSError.userNotFound(input[Input.userName])
    }
    guard try service.store.remove(user, from: group) else {
      throw AWSError.noSuchEntity("User \(user.name) is not in group \(group.name).")
    }
    return .now(Values())
  }
}
