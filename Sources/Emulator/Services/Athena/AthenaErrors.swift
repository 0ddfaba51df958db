import Protocols

/// Athena's errors with AWS's sentences (recorded from AWS where the code says so in the specs).
extension AWSError {
  /// The answer carries the code twice, as AWS's does.
  static func invalidRequest(_ message: String, _ code: String = "INVALID_INPUT") -> AWSError {
    AWSError(
      "InvalidRequestException", message, elements: [("AthenaErrorCode", code), ("ErrorCode", code)])
  }
  static func executionNotFound(_ id: String) -> AWSError { invalidRequest("QueryExecution \(id) was not found") }
  static func workGroupNotFound() -> AWSError { invalidRequest("WorkGroup is not found.") }
  static func catalogNotFound(_ name: String) -> AWSError { invalidRequest("DataCatalog \(name) was not found") }
  static func invalidToken() -> AWSError { invalidRequest("Invalid NextToken.") }
  static func metadata(_ message: String) -> AWSError { AWSError("MetadataException", message) }
  static func tooManyQueries() -> AWSError {
    AWSError(
      "TooManyRequestsException",
      "You have exceeded the limit for the number of queries you can run concurrently.",
      elements: [("Reason", "CONCURRENT_QUERY_LIMIT_EXCEEDED")])
  }
}
