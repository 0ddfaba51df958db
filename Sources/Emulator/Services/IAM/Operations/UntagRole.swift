import Protocols
import Runtime

/// Removes tags of a role; one that is not there is none.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html
enum UntagRole: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let tagKeys = Required<[String]>(
      "TagKeys", .length(0...50), .each([.length(1...128), IAMTraits.tagKeyPattern]))
    static let shape = structure("UntagRoleRequest", roleName, tagKeys)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    for name in input[Input.tagKeys] { try service.store.removeTag(name, role.account, role.owner) }
    return .now(Values())
  }
}
