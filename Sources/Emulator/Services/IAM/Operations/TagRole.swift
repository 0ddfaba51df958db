import Protocols
import Runtime

/// Sets tags of a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
enum TagRole: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let tags = Required<[Values<Tag>]>("Tags", .length(0...50))
    static let shape = structure("TagRoleRequest", roleName, tags)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    try EntityTags.add(input[Input.tags], role.account, role.owner, service.store)
    return .now(Values())
  }
}
