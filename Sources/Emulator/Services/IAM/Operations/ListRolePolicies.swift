import Protocols
import Runtime

/// The names of the inline policies of a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html
enum ListRolePolicies: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListRolePoliciesRequest", roleName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let policyNames = Required<[String]>("PolicyNames")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListRolePoliciesResponse", policyNames, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(role: input[Input.roleName], request, service.store)
    let names = try service.store.inlinePolicies(holder.account, holder.owner).map(\.name)
    let page = try Page.of(names, after: input[Input.marker], limit: input[Input.maxItems]) { $0.lowercased() }
    return .now(
      .with {
        $0[Output.policyNames] = page.entries
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
