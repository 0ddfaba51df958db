import Protocols

/// A mapping of a stream to a function. A value: a change is a new one, put into the store.
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
  /// The version or alias that was named; nil for none.
  var qualifier: String?
  /// The ARN of the stream, or of a stream's consumer.
  var source: String
  /// `TRIM_HORIZON`, `LATEST`, `AT_TIMESTAMP`.
  var startingPosition: String
  var startingTimestamp: Timestamp?
  var isEnabled = true
  var state = State.creating
  var batchSize = 100
  /// Seconds.
  var batchWindow = 0
  /// Batches of one shard that may be on their way at once, each with keys of its own.
  var parallelizationFactor = 1
  /// −1: without end.
  var maximumRetries = -1
  /// Seconds; −1: any.
  var maximumRecordAge = -1
  var bisects = false
  var reportsItemFailures = false
  /// Seconds; 0: none.
  var tumblingWindow = 0
  /// Patterns; a record that matches none is passed over. Empty: every record is wanted.
  var filters: [String] = []
  /// The ARN that is told of batches that were given up.
  var failureDestination: String?
  var created: Timestamp
  var lastModified: Timestamp
  var lastProcessingResult = "No records processed"

  var arn: String { "arn:aws:lambda:\(function.region):\(function.account):event-source-mapping:\(id)" }

  var functionARN: String { function.arn + (qualifier.map { ":" + $0 } ?? "") }

  /// Milliseconds that a record may wait for its batch to fill.
  var windowMilliseconds: Int64 { Int64(batchWindow) * 1000 }
}
