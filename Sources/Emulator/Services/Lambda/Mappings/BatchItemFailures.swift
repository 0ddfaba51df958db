import Protocols

/// What a handler's answer says under ReportBatchItemFailures
/// (https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html).
enum BatchItemFailures {
  /// `""`, `[]`, null, `{}` and an empty or null list mean success; an empty, unknown or malformed identifier fails the
  /// whole batch. `sequenceNumbers` are those of the records that were sent, the first of which has the index `first`.
  static func outcome(
    of payload: [UInt8], _ sequenceNumbers: ArraySlice<String>
  ) -> BatchPlan.Outcome {
    guard let answer = try? JSONValue.parse(payload) else { return payload.isEmpty ? .succeeded : .failed }
    switch answer {
    case .null: return .succeeded
    case .string(let text): return text.isEmpty ? .succeeded : .failed
    case .array(let elements): return elements.isEmpty ? .succeeded : .failed
    case .bool, .number: return .failed
    case .object(let object):
      guard let list = object["batchItemFailures"], !list.isNull else { return .succeeded }
      guard let failures = list.array else { return .failed }
      var first: Int?
      for failure in failures {
        guard let identifier = failure["itemIdentifier"]?.string,
          let index = sequenceNumbers.firstIndex(of: identifier)
        else { return .failed }
        first = min(first ?? index, index)
      }
      return first.map { .partlyFailed(at: $0) } ?? .succeeded
    }
  }
}
