import Protocols

/// A mapping of a Kinesis stream to a function. A value: a change is a new one, put into the store.
struct EventSourceMapping: Sendable, Equatable {
  enum State: String, Sendable {
    case creating = "Creating"
    case enabling = "Enabling"
    case enabled = "Enabled"
    case disabling = "Disabling"
    case disabled = "Disabled"
    case updating = "Updating"
    case deleting = "Deleting"
  }

  var id: String
  var function: LambdaFunction.Key
  /// The stream's ARN.
  var source: String
  /// `TRIM_HORIZON`, `LATEST`, `AT_TIMESTAMP`.
  var startingPosition: String
  var startingTimestamp: Timestamp?
  var isEnabled: Bool
  var state: State
  var batchSize: Int
  /// Seconds.
  var batchWindow: Int
  /// −1: without end.
  var maximumRetries: Int
  /// Seconds; −1: any.
  var maximumRecordAge: Int
  var bisects: Bool
  var reportsItemFailures: Bool
  var created: Timestamp
  var lastModified: Timestamp
  var lastProcessingResult: String

  var arn: String { "arn:aws:lambda:\(function.region):\(function.account):event-source-mapping:\(id)" }

  /// Milliseconds that a record may wait for its batch to fill.
  var windowMilliseconds: Int64 { Int64(batchWindow) * 1000 }
}
