package import Protocols

/// Invoking a function, as SNS and Firehose do.
package protocol FunctionPort: Sendable {
  /// Waits for the answer. `function` is a name or an ARN, with or without a qualifier. Throws ResourceNotFoundException,
  /// TooManyRequestsException …; an error of the handler itself is in the answer.
  func invoke(_ function: String, _ payload: [UInt8], as caller: Caller, region: String) async throws(AWSError)
    -> FunctionAnswer
  /// Returns once the event is queued durably.
  func invokeAsync(_ function: String, _ payload: [UInt8], as caller: Caller, region: String) async throws(AWSError)
  /// Whether the function is there and the caller may see it.
  func exists(_ function: String, as caller: Caller, region: String) async -> Bool
}

package struct FunctionAnswer: Sendable {
  package var payload: [UInt8]
  /// `Unhandled` or `Handled` when the handler failed.
  package var functionError: String?
  package var requestID: String
  package init(payload: [UInt8], functionError: String?, requestID: String) {
    self.payload = payload
    self.functionError = functionError
    self.requestID = requestID
  }
}
