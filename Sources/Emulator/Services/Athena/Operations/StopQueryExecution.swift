import Protocols
import Runtime
import Storage

/// Stopping an execution that has ended changes nothing.
/// https://docs.aws.amazon.com/athena/latest/APIReference/API_StopQueryExecution.html
enum StopQueryExecution: AWSOperation {
  enum Input: StructureShape {
    static let queryExecutionID = Required<String>("QueryExecutionId", AthenaTraits.idLength, AthenaTraits.id)
    static let shape = structure("StopQueryExecutionInput", queryExecutionID)
  }
  enum Output: StructureShape {
    static let shape = structure("StopQueryExecutionOutput")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    var execution = try ExecutionReference.find(input[Input.queryExecutionID], request, service)
    guard execution.state == "QUEUED" || execution.state == "RUNNING" else { return .now(Values()) }
    execution.finish("CANCELLED", at: request.now, reason: "Query cancelled by user")
    execution.measure(started: request.now, engineEnded: request.now, ended: request.now, scanned: 0)
    try service.store.update(execution)
    let id = execution.uuid
    service.store.round.afterCommit { service.queue.cancel(id) }
    return .now(Values())
  }
}
