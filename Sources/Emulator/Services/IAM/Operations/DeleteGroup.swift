import Protocols
import Runtime

/// Ends a group that has neither users nor policies any more.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html
enum DeleteGroup: AWSOperation {
  enum Input: StructureShape {
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("DeleteGroupRequest", groupName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let group = try service.store.group(request.account, input[Input.groupName]) else {
      throw AWSError.groupNotFound(input[Input.groupName])
    }
    if try !service.store.users(in: group, after: "", limit: 1).isEmpty {
      throw AWSError.deleteConflict("Cannot delete entity, must remove users from group first.")
    }
    try PolicyHolder(group: group.name, request, service.store).checkEmpty(service.store)
    try service.store.delete(group)
    return .now(Values())
  }
}
