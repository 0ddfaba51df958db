/// Plain values as text: in headers, queries, labels, forms and XML.
enum ScalarText {
  /// The value of a shape that is no list, map or structure; nil where the text is not one.
  static func read(_ text: String, _ shape: Shape, _ format: TimestampFormat) -> Value? {
    switch shape.kind {
    case .string: return .string(text)
    case .boolean:
      switch text {
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      default: return nil
      }
    case .byte: return integer(text, Int64(Int8.min)...Int64(Int8.max))
    case .short: return integer(text, Int64(Int16.min)...Int64(Int16.max))
    case .integer: return integer(text, Int64(Int32.min)...Int64(Int32.max))
    case .long: return integer(text, Int64.min...Int64.max)
    case .float, .double:
      switch text {
      case "NaN": return .double(.nan)
      case "Infinity": return .double(.infinity)
      case "-Infinity": return .double(-.infinity)
      default: return DecimalText.double(text).map { Value.double($0) }
      }
    case .blob: return Base64.decode(text, .lenient).map { Value.blob(Blob($0)) }
    case .timestamp: return timestamp(text, format).map { Value.timestamp($0) }
    case .list, .map, .structure, .union, .document, .custom: return nil
    }
  }

  static func timestamp(_ text: String, _ format: TimestampFormat) -> Timestamp? {
    switch format {
    case .epochSeconds: Timestamp(epochSeconds: text)
    case .dateTime: Timestamp(iso8601: text)
    case .httpDate: Timestamp(httpDate: text)
    }
  }

  /// `value` is a plain one.
  static func write(_ value: Value, _ shape: Shape, _ format: TimestampFormat) -> String {
    switch value {
    case .boolean(let flag): return flag ? "true" : "false"
    case .integer(let number): return String(number)
    case .double(let number):
      if number.isNaN { return "NaN" }
      if number.isInfinite { return number > 0 ? "Infinity" : "-Infinity" }
      if case .float = shape.kind { return Float(number).description }
      return number.description
    case .string(let string): return string
    case .blob(let blob): return Base64.encode(blob.bytes)
    case .timestamp(let timestamp): return self.timestamp(timestamp, format)
    case .absent, .null, .list, .map, .structure, .custom: return ""
    }
  }

  static func timestamp(_ timestamp: Timestamp, _ format: TimestampFormat) -> String {
    switch format {
    case .epochSeconds: timestamp.epochSecondsText
    case .dateTime: timestamp.iso8601()
    case .httpDate: timestamp.httpDate(.shortest)
    }
  }

  private static func integer(_ text: String, _ range: ClosedRange<Int64>) -> Value? {
    guard let value = DecimalText.int64(text), range.contains(value) else { return nil }
    return .integer(value)
  }
}
