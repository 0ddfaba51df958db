import Protocols

/// A record on its way through the processors.
struct ProcessedRecord: Sendable {
  enum Outcome: Sendable {
    case delivered
    case dropped
    case failed(ProcessingFailure)
  }

  let record: BufferedRecord
  /// What is delivered of it.
  var data: [UInt8]
  var outcome = Outcome.delivered
  /// Whether the transforming function has seen it.
  var isCalled = false

  init(_ record: BufferedRecord) {
    self.record = record
    data = record.data
    if let result = record.result {
      isCalled = true
      outcome = result.outcome
      if isDelivered { data = result.data }
    }
  }

  var isDelivered: Bool { if case .delivered = outcome { true } else { false } }

  mutating func append(delimiter: [UInt8]) { if isDelivered { data += delimiter } }
}

/// Why a record could not be processed, as its line under the error prefix tells
/// (https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html).
struct ProcessingFailure: Sendable {
  var attempts: Int
  var code: String
  var message: String
  /// Milliseconds since 1970.
  var ended: Int
  var functionARN: String
}

// MARK: In the table of records

extension ProcessedRecord {
  var stored: (kind: Int, result: [UInt8]) {
    switch outcome {
    case .delivered: (0, data)
    case .dropped: (1, [])
    case .failed(let failure): (2, failure.json)
    }
  }
}

extension ProcessedRecord.Outcome {
  static func stored(_ kind: Int, _ result: [UInt8]) -> (outcome: ProcessedRecord.Outcome, data: [UInt8]) {
    switch kind {
    case 0: (.delivered, result)
    case 1: (.dropped, [])
    default: (.failed(ProcessingFailure(json: result)), [])
    }
  }
}

extension ProcessingFailure {
  fileprivate var json: [UInt8] {
    let object: JSONValue = [
      "attempts": .number(String(attempts)), "code": .string(code), "message": .string(message),
      "ended": .number(String(ended)), "function": .string(functionARN),
    ]
    return object.bytes
  }

  fileprivate init(json: [UInt8]) {
    let object = try? JSONValue.parse(json)
    self.init(
      attempts: object?["attempts"]?.int ?? 1, code: object?["code"]?.string ?? "",
      message: object?["message"]?.string ?? "", ended: object?["ended"]?.int ?? 0,
      functionARN: object?["function"]?.string ?? "")
  }
}
