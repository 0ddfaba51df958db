import Protocols

/// What Lambda's errors carry beside their message: `Type`, and for throttling a `Reason`.
enum LambdaErrorDetails: StructureShape {
  static let type = Member<String>("Type")
  static let reason = Member<String>("Reason")
  static let shape = structure("LambdaError", reason, type)

  static let user: Structure = Values<LambdaErrorDetails>.with { $0[type] = "User" }.structure

  static func throttled(_ why: String) -> Structure {
    Values<LambdaErrorDetails>.with {
      $0[type] = "User"
      $0[reason] = why
    }.structure
  }
}

/// Lambda's errors with AWS's sentences (recorded from AWS, and the Lambda API reference).
extension AWSError {
  static func functionNotFound(_ arn: String) -> AWSError {
    AWSError(
      "ResourceNotFoundException", "Function not found: \(arn)", status: 404, details: LambdaErrorDetails.user)
  }
  static func resourceNotFound(_ message: String) -> AWSError {
    AWSError("ResourceNotFoundException", message, status: 404, details: LambdaErrorDetails.user)
  }
  static func conflict(_ message: String) -> AWSError {
    AWSError("ResourceConflictException", message, status: 409, details: LambdaErrorDetails.user)
  }
  static func invalidParameter(_ message: String) -> AWSError {
    AWSError("InvalidParameterValueException", message, details: LambdaErrorDetails.user)
  }
  static func invalidRequestContent(_ message: String) -> AWSError {
    AWSError("InvalidRequestContentException", message, details: LambdaErrorDetails.user)
  }
  static func payloadTooLarge(_ message: String) -> AWSError {
    AWSError("RequestEntityTooLargeException", message, status: 413, details: LambdaErrorDetails.user)
  }
  static func preconditionFailed() -> AWSError {
    revisionDiffers("GetFunction/GetAlias")
  }
  static func tooManyRequests(_ reason: String) -> AWSError {
    AWSError(
      "TooManyRequestsException", "Rate Exceeded.", status: 429, details: LambdaErrorDetails.throttled(reason))
  }
  static func aliasNotFound(_ arn: String) -> AWSError { .resourceNotFound("Cannot find alias arn: \(arn)") }
  static func revisionDiffers(_ call: String) -> AWSError {
    AWSError(
      "PreconditionFailedException",
      "The Revision Id provided does not match the latest Revision Id. Call the \(call) API to retrieve the latest "
        + "Revision Id", status: 412, details: LambdaErrorDetails.user)
  }
  static func policyTooLong(_ size: Int, limit: Int) -> AWSError {
    AWSError(
      "PolicyLengthExceededException", "The final policy size (\(size)) is bigger than the limit (\(limit)).",
      details: LambdaErrorDetails.user)
  }
  static func recursive() -> AWSError {
    AWSError(
      "RecursiveInvocationException",
      "Lambda has detected your function being invoked in a recursive loop with other AWS resources and stopped your "
        + "function's invocation.", details: LambdaErrorDetails.user)
  }
}
