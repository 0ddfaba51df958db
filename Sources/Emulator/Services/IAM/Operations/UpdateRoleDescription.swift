import Protocols
import Runtime

/// Changes the description of a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html
enum UpdateRoleDescription: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let description = Required<String>("Description", .length(0...1000), IAMTraits.descriptionPattern)
    static let shape = structure("UpdateRoleDescriptionRequest", roleName, description)
  }
  enum Output: StructureShape {
    static let role = Member<Values<Role>>("Role")
    static let shape = structure("UpdateRoleDescriptionResponse", role)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard var role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    role.description = input[Input.description]
    try service.store.put(role)
    return .now(.with { $0[Output.role] = Role.of(role) })
  }
}
