import Protocols

/// SNS' errors with AWS's sentences. Its wire codes lack the `Exception` of the model's shape names.
extension AWSError {
  static func invalidParameter(_ reason: String) -> AWSError {
    AWSError("InvalidParameter", "Invalid parameter: \(reason)")
  }
  static func invalidParameterValue(_ message: String) -> AWSError { AWSError("ParameterValueInvalid", message) }
  static func topicNotFound() -> AWSError { AWSError("NotFound", "Topic does not exist", status: 404) }
  static func subscriptionNotFound() -> AWSError { AWSError("NotFound", "Subscription does not exist", status: 404) }
  static func resourceNotFound() -> AWSError {
    AWSError("ResourceNotFound", "Resource does not exist", status: 404)
  }
  static func authorization(_ message: String) -> AWSError { AWSError("AuthorizationError", message, status: 403) }
}
