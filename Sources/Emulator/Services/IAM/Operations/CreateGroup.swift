import Protocols
import Runtime

/// Makes a group.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html
enum CreateGroup: AWSOperation {
  enum Input: StructureShape {
    static let path = Member<String>("Path", .length(1...512), IAMTraits.pathPattern)
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("CreateGroupRequest", path, groupName)
  }
  enum Output: StructureShape {
    static let group = Required<Values<Group>>("Group")
    static let shape = structure("CreateGroupResponse", group)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.groupName]
    if try service.store.group(request.account, name) != nil {
      throw AWSError.alreadyExists("Group with name \(name) already exists.")
    }
    let group = GroupRecord(
      account: request.account, name: name, path: input[Input.path] ?? "/",
      id: IssuedCredentials.uniqueID("AGPA", &service.ids), created: Int(request.now.milliseconds))
    try service.store.insert(group)
    return .now(.with { $0[Output.group] = Group.of(group) })
  }
}
