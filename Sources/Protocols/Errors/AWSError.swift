/// What an operation throws: an error as the client sees it. Only the gateway renders it.
///
/// Built by static functions in `<Service>Errors.swift`, with AWS's full sentence; the codes that all services share are
/// in `CommonErrors.swift`.
package struct AWSError: Error, Sendable {
  /// The code, `ResourceNotFoundException`; the wire format adds a prefix where the service has one.
  package var code: String
  /// nil where AWS sends none at all.
  package var message: String?
  /// The HTTP status.
  package var status: Int
  /// Members of the error's shape beside the message, `CancellationReasons`.
  package var details: Structure?
  /// Further elements with a text each, as S3's errors have them, in order: `BucketName`, `Key`, `UploadId`.
  package var elements: [(name: String, text: String)]
  /// Header fields that go with the answer.
  package var fields: [HTTPFields.Field]
  /// Whether the caller is at fault: `Sender` in awsQuery; follows from the status unless said.
  package var isSender: Bool
  /// What really went wrong, where that is ours; logged once by the gateway and never shown to the client.
  package var cause: String?

  package init(
    _ code: String, _ message: String?, status: Int = 400, details: Structure? = nil,
    elements: [(name: String, text: String)] = [], fields: [HTTPFields.Field] = []
  ) {
    self.code = code
    self.message = message
    self.status = status
    self.details = details
    self.elements = elements
    self.fields = fields
    isSender = status < 500
  }

  /// A failure of ours: the disk, the database. The service's description names the code that the client sees.
  package static func `internal`(_ cause: String) -> AWSError {
    var error = AWSError(
      "InternalFailure", "The request processing has failed because of an unknown error.", status: 500)
    error.cause = cause
    return error
  }
}
