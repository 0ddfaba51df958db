import Protocols
import Runtime

/// https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryExecution.html
enum GetQueryExecution: AWSOperation {
  enum Input: StructureShape {
    static let queryExecutionID = Required<String>("QueryExecutionId", AthenaTraits.idLength, AthenaTraits.id)
    static let shape = structure("GetQueryExecutionInput", queryExecutionID)
  }
  enum Output: StructureShape {
    static let queryExecution = Member<Values<QueryExecution>>("QueryExecution")
    static let shape = structure("GetQueryExecutionOutput", queryExecution)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let execution = try ExecutionReference.find(input[Input.queryExecutionID], request, service)
    return .now(.with { $0[Output.queryExecution] = execution.body })
  }
}
