import Protocols
import Runtime

/// The keys that a trust policy's conditions may ask for
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html).
enum TrustValues {
  static func of(
    _ caller: Caller, _ request: RequestContext, _ details: SessionDetails, role: RoleRecord, _ store: IAMStore
  ) throws(AWSError) -> [String: [String]] {
    var values: [String: [String]] = [
      "aws:currenttime": [request.now.iso8601(.none)], "aws:epochtime": ["\(request.now.seconds)"],
      "aws:requestedregion": [request.region], "aws:securetransport": ["false"], "aws:resourceaccount": [role.account],
    ]
    if !request.sourceAddress.isEmpty { values["aws:sourceip"] = [request.sourceAddress] }
    if let agent = request.head?.fields["User-Agent"] { values["aws:useragent"] = [agent] }

    // What the session is given.
    if !details.tags.isEmpty {
      values["aws:tagkeys"] = details.tags.map(\.key)
      let transitive = details.transitiveTags
      if !transitive.isEmpty { values["sts:transitivetagkeys"] = transitive.map(\.key) }
    }
    for tag in details.tags { values["aws:requesttag/" + tag.key.lowercased()] = [tag.value] }
    if let identity = details.sourceIdentity { values["sts:sourceidentity"] = [identity] }

    // The role.
    for tag in try store.tags(role.account, role.owner) {
      values["aws:resourcetag/" + tag.name.lowercased()] = [tag.value]
      values["iam:resourcetag/" + tag.name.lowercased()] = [tag.value]
    }

    // Who asks.
    if caller.isAnonymous { return values }
    values["aws:principalarn"] = [caller.arn]
    values["aws:principalaccount"] = [caller.account]
    let own = store.credentials[caller.accessKey]
    values["aws:userid"] = [own?.userID ?? caller.account]
    if own?.session != nil { values["aws:multifactorauthpresent"] = ["false"] }
    for tag in own?.session?.details.tags ?? [] { values["aws:principaltag/" + tag.key.lowercased()] = [tag.value] }
    if let identity = own?.session?.details.sourceIdentity { values["aws:sourceidentity"] = [identity] }
    guard let arn = ARN(caller.arn) else { return values }
    if arn.resource.hasPrefix("user/"), let name = arn.resource.split(separator: "/").last {
      values["aws:principaltype"] = ["User"]
      values["aws:username"] = [String(name)]
      for tag in try store.tags(caller.account, "user/" + name.lowercased()) {
        values["aws:principaltag/" + tag.name.lowercased()] = [tag.value]
      }
    } else if arn.resource.hasPrefix("assumed-role/") {
      values["aws:principaltype"] = ["AssumedRole"]
      // The role's own ARN, as AWS tells it.
      let parts = arn.resource.split(separator: "/")
      if parts.count > 1, let role = try store.role(caller.account, String(parts[1])) {
        values["aws:principalarn"] = [role.arn]
      }
    } else if arn.resource == "root" {
      values["aws:principaltype"] = ["Account"]
    }
    return values
  }
}
