import Protocols
import Runtime

/// The groups that a user is in.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html
enum ListGroupsForUser: AWSOperation {
  enum Input: StructureShape {
    static let userName = Required<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListGroupsForUserRequest", userName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let groups = Required<[Values<Group>]>("Groups")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListGroupsForUserResponse", groups, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let user = try service.store.user(request.account, input[Input.userName]) else {
      throw AWSError.userNotFound(input[Input.userName])
    }
    let groups = try service.store.groups(of: user)
    let page = try Page.of(groups, after: input[Input.marker], limit: input[Input.maxItems]) { $0.name.lowercased() }
    return .now(
      .with {
        $0[Output.groups] = page.entries.map(Group.of)
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
