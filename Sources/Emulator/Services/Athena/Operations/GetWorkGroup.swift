import Protocols
import Runtime

/// https://docs.aws.amazon.com/athena/latest/APIReference/API_GetWorkGroup.html
enum GetWorkGroup: AWSOperation {
  enum Input: StructureShape {
    static let workGroup = Required<String>("WorkGroup", AthenaTraits.workGroup)
    static let shape = structure("GetWorkGroupInput", workGroup)
  }
  enum Output: StructureShape {
    static let workGroup = Member<Values<WorkGroup>>("WorkGroup")
    static let shape = structure("GetWorkGroupOutput", workGroup)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let group = try WorkGroupReference.find(input[Input.workGroup], request.account, request.region, service)
    return .now(.with { $0[Output.workGroup] = group })
  }
}
