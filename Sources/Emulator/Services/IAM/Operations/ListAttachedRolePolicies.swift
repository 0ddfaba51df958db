import Protocols
import Runtime

/// The managed policies that are attached to a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html
enum ListAttachedRolePolicies: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let pathPrefix = Member<String>("PathPrefix", .length(1...512), IAMTraits.policyPathPattern)
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListAttachedRolePoliciesRequest", roleName, pathPrefix, marker, maxItems)
  }
  enum Output: StructureShape {
    static let attachedPolicies = Member<[Values<AttachedPolicy>]>("AttachedPolicies")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListAttachedRolePoliciesResponse", attachedPolicies, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    var attached: [PolicyRecord] = []
    for arn in try service.store.attachments(role.account, role.owner) {
      if let policy = try service.store.policy(arn: arn), policy.path.hasPrefix(input[Input.pathPrefix] ?? "/") {
        attached.append(policy)
      }
    }
    attached.sort { $0.arn < $1.arn }
    let page = try Page.of(attached, after: input[Input.marker], limit: input[Input.maxItems], \.arn)
    return .now(
      .with {
        $0[Output.attachedPolicies] = page.entries.map { policy in
          .with {
            $0[AttachedPolicy.policyName] = policy.name
            $0[AttachedPolicy.policyARN] = policy.arn
          }
        }
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
