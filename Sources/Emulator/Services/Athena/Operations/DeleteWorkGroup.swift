import Protocols
import Runtime

/// `primary` cannot be deleted. Executions stay and are found by their ids.
/// https://docs.aws.amazon.com/athena/latest/APIReference/API_DeleteWorkGroup.html
enum DeleteWorkGroup: AWSOperation {
  enum Input: StructureShape {
    static let workGroup = Required<String>("WorkGroup", AthenaTraits.workGroup)
    /// No work group here holds named queries or prepared statements.
    static let recursiveDeleteOption = Member<Bool>("RecursiveDeleteOption", .emulatedOnly(["true", "false"]))
    static let shape = structure("DeleteWorkGroupInput", workGroup, recursiveDeleteOption)
  }
  enum Output: StructureShape {
    static let shape = structure("DeleteWorkGroupOutput")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.workGroup]
    if name == WorkGroupReference.primary {
      throw AWSError.invalidRequest("The primary workgroup cannot be deleted")
    }
    _ = try WorkGroupReference.find(name, request.account, request.region, service)
    try service.store.remove(.workGroup, name, request.account, request.region)
    return .now(Values())
  }
}
