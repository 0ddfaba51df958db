import Protocols
import Runtime

/// The users of the account in the order of their names.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
enum ListUsers: AWSOperation {
  enum Input: StructureShape {
    static let pathPrefix = Member<String>("PathPrefix", .length(1...512), IAMTraits.pathPrefixPattern)
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListUsersRequest", pathPrefix, marker, maxItems)
  }
  enum Output: StructureShape {
    static let users = Required<[Values<User>]>("Users")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListUsersResponse", users, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let limit = Int(input[Input.maxItems] ?? Page.size)
    let found = try service.store.users(
      request.account, path: input[Input.pathPrefix] ?? "/", after: try Page.position(input[Input.marker]),
      limit: limit + 1)
    let page = Page.cut(found, limit) { $0.name.lowercased() }
    return .now(
      .with {
        $0[Output.users] = page.entries.map { User.of($0) }
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
