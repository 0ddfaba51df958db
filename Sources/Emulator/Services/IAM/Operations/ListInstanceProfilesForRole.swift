import Protocols
import Runtime

/// The instance profiles that a role is in.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html
enum ListInstanceProfilesForRole: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListInstanceProfilesForRoleRequest", roleName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let instanceProfiles = Required<[Values<InstanceProfile>]>("InstanceProfiles")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListInstanceProfilesForRoleResponse", instanceProfiles, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    let found = try service.store.profiles(of: role)
    let page = try Page.of(found, after: input[Input.marker], limit: input[Input.maxItems]) { $0.name.lowercased() }
    var shown: [Values<InstanceProfile>] = []
    for profile in page.entries { shown.append(try InstanceProfile.of(profile, isListed: true, service.store)) }
    let entries = shown
    return .now(
      .with {
        $0[Output.instanceProfiles] = entries
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
