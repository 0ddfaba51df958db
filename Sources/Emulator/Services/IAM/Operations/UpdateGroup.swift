import Protocols
import Runtime

/// Gives a group another name or path; its users and policies stay.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html
enum UpdateGroup: AWSOperation {
  enum Input: StructureShape {
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let newPath = Member<String>("NewPath", .length(1...512), IAMTraits.pathPattern)
    static let newGroupName = Member<String>("NewGroupName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("UpdateGroupRequest", groupName, newPath, newGroupName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let group = try service.store.group(request.account, input[Input.groupName]) else {
      throw AWSError.groupNotFound(input[Input.groupName])
    }
    let name = input[Input.newGroupName] ?? group.name
    if name.lowercased() != group.name.lowercased(), try service.store.group(request.account, name) != nil {
      throw AWSError.alreadyExists("Group with name \(name) already exists.")
    }
    try service.store.rename(group, to: name, path: input[Input.newPath] ?? group.path)
    return .now(Values())
  }
}
