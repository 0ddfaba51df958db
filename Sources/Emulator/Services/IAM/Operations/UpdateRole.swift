import Protocols
import Runtime

/// Changes the description of a role and how long its sessions last.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
enum UpdateRole: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let description = Member<String>("Description", .length(0...1000), IAMTraits.descriptionPattern)
    static let maxSessionDuration = Member<Int32>("MaxSessionDuration", .range(3600...43200))
    static let shape = structure("UpdateRoleRequest", roleName, description, maxSessionDuration)
  }
  enum Output: StructureShape { static let shape = structure("UpdateRoleResponse") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard var role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    if let description = input[Input.description] { role.description = description }
    if let seconds = input[Input.maxSessionDuration] { role.maxSession = Int(seconds) }
    try service.store.put(role)
    return .now(Values())
  }
}
