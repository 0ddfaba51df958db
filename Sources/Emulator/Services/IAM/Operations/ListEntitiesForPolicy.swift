import Protocols
import Runtime

/// Who has a managed policy attached: roles, users and groups, under a path. Nobody has one as a boundary here.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html
enum ListEntitiesForPolicy: AWSOperation {
  enum Input: StructureShape {
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let entityFilter = Member<String>(
      "EntityFilter", .values(["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"]))
    static let pathPrefix = Member<String>("PathPrefix", .length(1...512), IAMTraits.pathPattern)
    static let policyUsageFilter = Member<String>(
      "PolicyUsageFilter", .values(["PermissionsPolicy", "PermissionsBoundary"]))
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure(
      "ListEntitiesForPolicyRequest", policyARN, entityFilter, pathPrefix, policyUsageFilter, marker, maxItems)
  }
  enum Output: StructureShape {
    static let policyGroups = Member<[Values<PolicyGroup>]>("PolicyGroups")
    static let policyUsers = Member<[Values<PolicyUser>]>("PolicyUsers")
    static let policyRoles = Member<[Values<PolicyRole>]>("PolicyRoles")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure(
      "ListEntitiesForPolicyResponse", policyGroups, policyUsers, policyRoles, isTruncated, marker)
  }
  enum PolicyGroup: StructureShape {
    static let groupName = Member<String>("GroupName")
    static let groupID = Member<String>("GroupId")
    static let shape = structure("PolicyGroup", groupName, groupID)
  }
  enum PolicyUser: StructureShape {
    static let userName = Member<String>("UserName")
    static let userID = Member<String>("UserId")
    static let shape = structure("PolicyUser", userName, userID)
  }
  enum PolicyRole: StructureShape {
    static let roleName = Member<String>("RoleName")
    static let roleID = Member<String>("RoleId")
    static let shape = structure("PolicyRole", roleName, roleID)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let policy = try service.store.existingPolicy(input[Input.policyARN])
    var owners: [String] = []
    if input[Input.policyUsageFilter] != "PermissionsBoundary" {
      owners = try service.store.holders(
        of: policy.arn, request.account, after: try Page.position(input[Input.marker]))
    }
    if let kind = input[Input.entityFilter] { owners = owners.filter { $0.hasPrefix(kind.lowercased() + "/") } }
    let page = Page.cut(owners, Int(input[Input.maxItems] ?? Page.size)) { $0 }
    let path = input[Input.pathPrefix] ?? "/"
    var output = Values<Output>()
    var groups: [Values<PolicyGroup>] = []
    var users: [Values<PolicyUser>] = []
    var roles: [Values<PolicyRole>] = []
    for owner in page.entries {
      let parts = owner.split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      switch parts[0] {
      case "group":
        guard let group = try service.store.group(request.account, parts[1]), group.path.hasPrefix(path) else {
          continue
        }
        groups.append(
          .with {
            $0[PolicyGroup.groupName] = group.name
            $0[PolicyGroup.groupID] = group.id
          })
      case "user":
        guard let user = try service.store.user(request.account, parts[1]), user.path.hasPrefix(path) else { continue }
        users.append(
          .with {
            $0[PolicyUser.userName] = user.name
            $0[PolicyUser.userID] = user.id
          })
      default:
        guard let role = try service.store.role(request.account, parts[1]), role.path.hasPrefix(path) else { continue }
        roles.append(
          .with {
            $0[PolicyRole.roleName] = role.name
            $0[PolicyRole.roleID] = role.id
          })
      }
    }
    output[Output.policyGroups] = groups
    output[Output.policyUsers] = users
    output[Output.policyRoles] = roles
    output[Output.isTruncated] = page.marker != nil
    output[Output.marker] = page.marker
    return .now(output)
  }
}
