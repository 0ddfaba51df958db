import Protocols
import Runtime

/// A prefix of object names with its `!{namespace:value}` expressions
/// (https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html).
struct PrefixExpression: Sendable {
  private enum Part: Sendable {
    case literal(String)
    case timestamp(DatePattern)
    case randomString
    case errorOutputType
  }

  private var parts: [Part] = []
  /// Whether it has any expression at all.
  private(set) var hasExpressions = false
  private(set) var hasTimestamp = false
  private(set) var hasErrorOutputType = false

  /// Bytes of the evaluated prefix.
  static let limit = 512
  /// What is written below a prefix that names no time of its own.
  private static let hours = DatePattern("yyyy/MM/dd/HH/")

  init(_ text: String) throws(AWSError) {
    var rest = Substring(text)
    while let start = PrefixExpression.opening(in: rest) {
      if start > rest.startIndex { parts.append(.literal(String(rest[..<start]))) }
      let inner = rest[rest.index(start, offsetBy: 2)...]
      guard let end = inner.firstIndex(of: "}"), let colon = inner[..<end].firstIndex(of: ":") else {
        throw AWSError.prefixes("The sequence !{ can only appear in an expression of the form !{namespace:value}")
      }
      parts.append(try part(inner[..<colon], inner[inner.index(after: colon)..<end]))
      rest = inner[inner.index(after: end)...]
    }
    if !rest.isEmpty { parts.append(.literal(String(rest))) }
  }

  private static func opening(in text: Substring) -> Substring.Index? {
    var index = text.startIndex
    while let mark = text[index...].firstIndex(of: "!") {
      let next = text.index(after: mark)
      if next < text.endIndex, text[next] == "{" { return mark }
      index = next
    }
    return nil
  }

  private mutating func part(_ namespace: Substring, _ value: Substring) throws(AWSError) -> Part {
    hasExpressions = true
    switch (namespace, value) {
    case ("timestamp", _):
      hasTimestamp = true
      guard let pattern = DatePattern(String(value)) else {
        throw AWSError.prefixes("\(value) is not a valid pattern for the timestamp namespace")
      }
      return .timestamp(pattern)
    case ("firehose", "random-string"): return .randomString
    case ("firehose", "error-output-type"):
      hasErrorOutputType = true
      return .errorOutputType
    case ("partitionKeyFromQuery", _), ("partitionKeyFromLambda", _):
      throw AWSError.notEmulated("The namespace \(namespace) of an S3 prefix")
    default: throw AWSError.prefixes("!{\(namespace):\(value)} is not a valid expression")
    }
  }

  /// The prefix at `time`, the arrival of the oldest record of the object.
  func text(at time: Timestamp, errorOutputType: String = "", _ ids: inout IDs) -> String {
    var out = ""
    for part in parts {
      switch part {
      case .literal(let text): out += text
      case .timestamp(let pattern): out += pattern.text(time)
      case .randomString: out += ids.text(11, of: PrefixExpression.letters)
      case .errorOutputType: out += errorOutputType
      }
    }
    if !errorOutputType.isEmpty, !hasErrorOutputType { out += errorOutputType + "/" }
    if !hasTimestamp, let hours = PrefixExpression.hours { out += hours.text(time) }
    return out
  }

  private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

  /// AWS's rules between the two prefixes.
  static func check(prefix: String?, errorPrefix: String?) throws(AWSError) {
    let main = try PrefixExpression(prefix ?? "")
    if main.hasErrorOutputType {
      throw AWSError.prefixes("Prefix cannot contain !{firehose:error-output-type}")
    }
    guard let errorPrefix, !errorPrefix.isEmpty else {
      if main.hasExpressions {
        throw AWSError.prefixes("ErrorOutputPrefix cannot be null or empty when Prefix contains expressions")
      }
      return try checkLength(main, of: "Prefix")
    }
    let failed = try PrefixExpression(errorPrefix)
    if failed.hasExpressions, !failed.hasErrorOutputType {
      throw AWSError.prefixes(
        "ErrorOutputPrefix must contain at least one instance of !{firehose:error-output-type} when it contains expressions"
      )
    }
    try checkLength(main, of: "Prefix")
    try checkLength(failed, of: "ErrorOutputPrefix")
  }

  private static func checkLength(_ prefix: PrefixExpression, of name: String) throws(AWSError) {
    var ids = IDs(seed: 1)
    let type = name == "Prefix" ? "" : "processing-failed"
    if prefix.text(at: Timestamp(milliseconds: 0), errorOutputType: type, &ids).utf8.count > limit {
      throw AWSError.prefixes("\(name) cannot be greater than \(limit) characters after it is evaluated")
    }
  }
}
