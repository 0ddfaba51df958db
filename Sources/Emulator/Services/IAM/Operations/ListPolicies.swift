import Protocols
import Runtime

/// Managed policies: the account's own in the order of their names, then AWS's.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
enum ListPolicies: AWSOperation {
  enum Input: StructureShape {
    static let scope = Member<String>("Scope", .values(["All", "AWS", "Local"]))
    static let onlyAttached = Member<Bool>("OnlyAttached")
    static let pathPrefix = Member<String>("PathPrefix", .length(1...512), IAMTraits.policyPathPattern)
    static let policyUsageFilter = Member<String>(
      "PolicyUsageFilter", .values(["PermissionsPolicy", "PermissionsBoundary"]))
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure(
      "ListPoliciesRequest", scope, onlyAttached, pathPrefix, policyUsageFilter, marker, maxItems)
  }
  enum Output: StructureShape {
    static let policies = Member<[Values<Policy>]>("Policies")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListPoliciesResponse", policies, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let limit = Int(input[Input.maxItems] ?? Page.size)
    let scope = input[Input.scope] ?? "All"
    let path = input[Input.pathPrefix] ?? "/"
    var position = try Page.position(input[Input.marker])
    var found: [(key: String, policy: PolicyRecord)] = []
    // Keys of the account's own begin with 1, those of AWS's with 2.
    if scope != "AWS" {
      while found.count <= limit, !position.hasPrefix("2") {
        let rows = try service.store.policies(request.account, after: String(position.dropFirst()), limit: limit + 1)
        for policy in rows { found.append(("1\(policy.name.lowercased())", policy)) }
        guard rows.count > limit, let last = found.last else { break }
        position = last.key
      }
    }
    if scope != "Local" {
      for policy in ManagedPolicies.all {
        let key = "2\(policy.name.lowercased())"
        if position < key || !position.hasPrefix("2") { found.append((key, policy)) }
      }
    }
    if input[Input.policyUsageFilter] == "PermissionsBoundary" { found = [] }
    var wanted: [(key: String, policy: PolicyRecord)] = []
    for entry in found where entry.policy.path.hasPrefix(path) {
      if input[Input.onlyAttached] == true,
        try service.store.attachmentCount(entry.policy.arn, request.account) == 0
      {
        continue
      }
      wanted.append(entry)
    }
    let page = Page.cut(wanted, limit, \.key)
    var policies: [Values<Policy>] = []
    for entry in page.entries {
      policies.append(try Policy.of(entry.policy, isListed: true, request.account, service.store))
    }
    return .now(
      .with {
        $0[Output.policies] = policies
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
