import Protocols
import Runtime

/// The managed policies that are attached to a group.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html
enum ListAttachedGroupPolicies: AWSOperation {
  enum Input: StructureShape {
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let pathPrefix = Member<String>("PathPrefix", .length(1...512), IAMTraits.policyPathPattern)
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListAttachedGroupPoliciesRequest", groupName, pathPrefix, marker, maxItems)
  }
  enum Output: StructureShape {
    static let attachedPolicies = Member<[Values<AttachedPolicy>]>("AttachedPolicies")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListAttachedGroupPoliciesResponse", attachedPolicies, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(group: input[Input.groupName], request, service.store)
    let attached = try holder.attached(under: input[Input.pathPrefix], service.store)
    let page = try Page.of(attached, after: input[Input.marker], limit: input[Input.maxItems], \.arn)
    return .now(
      .with {
        $0[Output.attachedPolicies] = page.entries.map(AttachedPolicy.of)
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
