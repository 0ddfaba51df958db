import Protocols
import Runtime

/// The tags of a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html
enum ListRoleTags: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListRoleTagsRequest", roleName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let tags = Required<[Values<Tag>]>("Tags")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListRoleTagsResponse", tags, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    let tags = try service.store.tags(role.account, role.owner)
    let page = try Page.of(tags, after: input[Input.marker], limit: input[Input.maxItems]) { $0.name.lowercased() }
    return .now(
      .with {
        $0[Output.tags] = Tag.list(page.entries)
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
