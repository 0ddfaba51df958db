import Protocols
import Runtime

/// A group and the users in it.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html
enum GetGroup: AWSOperation {
  enum Input: StructureShape {
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("GetGroupRequest", groupName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let group = Required<Values<Group>>("Group")
    static let users = Required<[Values<User>]>("Users")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("GetGroupResponse", group, users, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let group = try service.store.group(request.account, input[Input.groupName]) else {
      throw AWSError.groupNotFound(input[Input.groupName])
    }
    let limit = Int(input[Input.maxItems] ?? Page.size)
    let found = try service.store.users(in: group, after: try Page.position(input[Input.marker]), limit: limit + 1)
    let page = Page.cut(found, limit) { $0.name.lowercased() }
    return .now(
      .with {
        $0[Output.group] = Group.of(group)
        $0[Output.users] = page.entries.map { User.of($0) }
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
