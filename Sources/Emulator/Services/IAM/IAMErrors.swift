import Protocols

/// IAM's errors with AWS's sentences. Its wire codes lack the `Exception` of the model's shape names.
extension AWSError {
  static func noSuchEntity(_ message: String) -> AWSError { AWSError("NoSuchEntity", message, status: 404) }
  static func roleNotFound(_ name: String) -> AWSError {
    noSuchEntity("The role with name \(name) cannot be found.")
  }
  static func userNotFound(_ name: String) -> AWSError {
    noSuchEntity("The user with name \(name) cannot be found.")
  }
  static func groupNotFound(_ name: String) -> AWSError {
    noSuchEntity("The group with name \(name) cannot be found.")
  }
  static func profileNotFound(_ name: String) -> AWSError {
    noSuchEntity("Instance Profile \(name) cannot be found.")
  }
  static func policyNotFound(_ arn: String) -> AWSError { noSuchEntity("Policy \(arn) was not found.") }
  static func versionNotFound(_ arn: String, _ version: String) -> AWSError {
    noSuchEntity("Policy \(arn) version \(version) does not exist or is not attachable.")
  }
  static func alreadyExists(_ message: String) -> AWSError { AWSError("EntityAlreadyExists", message, status: 409) }
  static func deleteConflict(_ message: String) -> AWSError { AWSError("DeleteConflict", message, status: 409) }
  static func limitExceeded(_ message: String) -> AWSError { AWSError("LimitExceeded", message, status: 409) }
  static func invalidInput(_ message: String) -> AWSError { AWSError("InvalidInput", message) }
  static func malformedPolicy(_ message: String) -> AWSError { AWSError("MalformedPolicyDocument", message) }
  static func invalidParameterValue(_ message: String) -> AWSError { AWSError("InvalidParameterValue", message) }
  static func accessDenied(_ message: String) -> AWSError { AWSError("AccessDenied", message, status: 403) }
}
