/// The errors that every service shares (https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html).
extension AWSError {
  /// An operation that AWS has and the emulator does not.
  package static func notImplemented(_ operation: String, _ service: String) -> AWSError {
    AWSError("NotImplemented", "The operation \(operation) of \(service) is not emulated.", status: 501)
  }

  /// A member that AWS has and the emulator does not act on: refused rather than ignored.
  package static func notEmulated(member: String, of operation: String) -> AWSError {
    AWSError("NotImplemented", "The parameter \(member) of \(operation) is not emulated.", status: 501)
  }

  /// A member whose value is one that the emulator does not act on.
  package static func notEmulated(_ what: String) -> AWSError {
    AWSError("NotImplemented", "\(what) is not emulated.", status: 501)
  }

  package static func unknownOperation(status: Int = 400) -> AWSError {
    AWSError("UnknownOperationException", nil, status: status)
  }

  package static func serialization(_ message: String?) -> AWSError { AWSError("SerializationException", message) }

  package static func validation(_ message: String) -> AWSError { AWSError("ValidationException", message) }

  package static func requestTooLarge() -> AWSError {
    AWSError("RequestEntityTooLargeException", "The request body is too large.", status: 413)
  }
}
