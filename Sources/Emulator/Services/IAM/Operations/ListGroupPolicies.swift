import Protocols
import Runtime

/// The names of the inline policies of a group.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html
enum ListGroupPolicies: AWSOperation {
  enum Input: StructureShape {
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListGroupPoliciesRequest", groupName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let policyNames = Required<[String]>("PolicyNames")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListGroupPoliciesResponse", policyNames, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(group: input[Input.groupName], request, service.store)
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
