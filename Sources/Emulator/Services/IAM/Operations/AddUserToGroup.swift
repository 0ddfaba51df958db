import Protocols
import Runtime

/// Puts a user into a group. One that is in it stays so; nobody is in more than ten.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html
enum AddUserToGroup: AWSOperation {
  enum Input: StructureShape {
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let userName = Required<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("AddUserToGroupRequest", groupName, userName)
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
    let groups = try service.store.groups(of: user)
    if groups.count >= 10, !groups.contains(where: { $0.id == group.id }) {
      throw AWSError.limitExceeded("Cannot exceed quota for GroupsPerUser: 10")
    }
    try service.store.add(user, to: group)
    return .now(Values())
  }
}
