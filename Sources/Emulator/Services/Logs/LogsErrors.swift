import Protocols

/// CloudWatch Logs' errors with AWS's sentences.
extension AWSError {
  static func groupNotFound() -> AWSError {
    AWSError("ResourceNotFoundException", "The specified log group does not exist.")
  }
  static func streamNotFound() -> AWSError {
    AWSError("ResourceNotFoundException", "The specified log stream does not exist.")
  }
  static func groupExists() -> AWSError {
    AWSError("ResourceAlreadyExistsException", "The specified log group already exists")
  }
  static func streamExists() -> AWSError {
    AWSError("ResourceAlreadyExistsException", "The specified log stream already exists")
  }
  static func invalidParameter(_ message: String) -> AWSError { AWSError("InvalidParameterException", message) }
}
