import Protocols
import Runtime

/// An execution by its id, within the account and region of the request.
enum ExecutionReference {
  static func find(
    _ id: String, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> AthenaStore.Execution {
    guard let execution = try service.store.execution(id), execution.account == request.account,
      execution.region == request.region
    else { throw AWSError.executionNotFound(id) }
    return execution
  }
}
