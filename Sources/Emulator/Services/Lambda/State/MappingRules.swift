import Protocols
import Runtime

/// What Create- and UpdateEventSourceMapping ask of their members beyond the model.
enum MappingRules {
  /// Seconds: −1, or 60 at least; the model also lets 0 to 59 through.
  static func recordAge(_ age: Int32) throws(AWSError) -> Int {
    if age >= 0, age < 60 {
      throw AWSError.invalidParameter("MaximumRecordAgeInSeconds must be -1 or at least 60.")
    }
    return Int(age)
  }

  static func filters(_ criteria: Values<FilterCriteria>?) throws(AWSError) -> [String] {
    let patterns = (criteria?[FilterCriteria.filters] ?? []).map { $0[FilterCriteria.Filter.pattern] ?? "" }
    if patterns.count > RecordFilter.limit {
      throw AWSError.invalidParameter("A mapping takes \(RecordFilter.limit) filters, \(patterns.count) were given.")
    }
    do throws(EventPattern.Invalid) { _ = try RecordFilter(patterns) } catch {
      throw AWSError.invalidParameter("Invalid filter pattern definition.")
    }
    return patterns
  }

  /// nil for none, which an empty destination also means.
  static func failureDestination(_ config: Values<DestinationConfig>?) throws(AWSError) -> String? {
    guard let text = config?[DestinationConfig.onFailure]?[DestinationConfig.OnFailure.destination], !text.isEmpty
    else {
      return nil
    }
    _ = try FailureDestination(text)
    return text
  }
}
