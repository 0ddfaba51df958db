import Protocols

extension SelectEvaluation {
  static func cast(_ value: SelectValue, _ type: String) throws(SelectError) -> SelectValue {
    if value.isAbsent { return value }
    let failed = SelectError(
      code: "CastFailed",
      message: "Attempt to convert from one data type to another using CAST failed in the SQL expression.")
    switch type {
    case "INT", "INTEGER":
      if let number = value.integer { return .integer(number) }
      if let number = value.number, let whole = Int64(exactly: number.rounded(.towardZero)) { return .integer(whole) }
      if case .boolean(let flag) = value { return .integer(flag ? 1 : 0) }
      throw failed
    case "FLOAT", "DECIMAL", "NUMERIC", "DOUBLE", "REAL":
      guard let number = value.number else { throw failed }
      return .decimal(number)
    case "STRING", "CHAR", "VARCHAR": return .string(value.text)
    case "BOOL", "BOOLEAN":
      if case .boolean = value { return value }
      if let number = value.number { return .boolean(number != 0) }
      switch value.text.lowercased() {
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      default: throw failed
      }
    case "TIMESTAMP":
      if case .timestamp = value { return value }
      guard let time = SelectTime.read(value.text) else { throw failed }
      return .timestamp(time)
    default: throw SelectError(code: "InvalidDataType", message: "The type \(type) is not supported.")
    }
  }

  func call(
    _ function: SelectExpression.Function, _ values: [SelectValue], _ word: String
  ) throws(SelectError) -> SelectValue {
    let counts: ClosedRange<Int>
    switch function {
    case .now: counts = 0...0
    case .coalesce: counts = 1...Int.max
    case .nullIf, .dateAdd, .dateDifference, .toString: counts = 2...2
    case .substring: counts = 2...3
    case .trim, .toTimestamp: counts = 1...2
    default: counts = 1...1
    }
    guard counts.contains(values.count) else {
      throw SelectError(
        code: "EvaluatorInvalidArguments", message: "Incorrect number of arguments in the call of \(function.rawValue)."
      )
    }
    switch function {
    case .now: return .timestamp(now)
    case .coalesce: return values.first { !$0.isAbsent } ?? .null
    case .nullIf: return SelectValue.compare(values[0], values[1]) == 0 ? .null : values[0]
    default: break
    }
    if let absent = values.first(where: \.isAbsent) { return absent }
    switch function {
    case .characterLength: return .integer(Int64(values[0].text.unicodeScalars.count))
    case .lower: return .string(values[0].text.lowercased())
    case .upper: return .string(values[0].text.uppercased())
    case .substring: return try substring(values)
    case .trim: return .string(SelectEvaluation.trim(values[0].text, values.count > 1 ? values[1].text : " ", word))
    case .toTimestamp: return try SelectEvaluation.cast(values[0], "TIMESTAMP")
    case .toString: return .string(SelectTime.write(try time(values[0]), values[1].text))
    case .extract:
      guard let part = SelectTime.part(word, of: try time(values[0])) else { throw unknownPart(word) }
      return .integer(Int64(part))
    case .dateAdd:
      guard let count = values[0].integer,
        let sum = SelectTime.add(word, Int(clamping: count), to: try time(values[1]))
      else { throw unknownPart(word) }
      return .timestamp(sum)
    case .dateDifference:
      guard let count = SelectTime.difference(word, try time(values[0]), try time(values[1])) else {
        throw unknownPart(word)
      }
      return .integer(Int64(count))
    default: return .null
    }
  }

  private func unknownPart(_ word: String) -> SelectError {
    SelectError(
      code: "EvaluatorInvalidTimestampFormatPattern",
      message: "\(word) is no part of a timestamp that can be used here.")
  }

  private func time(_ value: SelectValue) throws(SelectError) -> Timestamp {
    if case .timestamp(let time) = try SelectEvaluation.cast(value, "TIMESTAMP") { return time }
    throw SelectError(code: "CastFailed", message: "A timestamp is needed.")
  }

  /// From 1; places in front of the text count, but have nothing.
  private func substring(_ values: [SelectValue]) throws(SelectError) -> SelectValue {
    guard let start = values[1].integer else {
      throw SelectError(code: "EvaluatorInvalidArguments", message: "SUBSTRING needs numbers.")
    }
    let scalars = Array(values[0].text.unicodeScalars)
    var end = Int64(scalars.count)
    if values.count > 2 {
      guard let length = values[2].integer, length >= 0 else {
        throw SelectError(code: "EvaluatorNegativeLimit", message: "The length of a SUBSTRING must not be negative.")
      }
      end = min(end, (start - 1).addingReportingOverflow(length).partialValue)
    }
    let from = max(0, start - 1)
    guard from < end else { return .string("") }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[Int(from)..<Int(end)])
    return .string(String(text))
  }

  private static func trim(_ text: String, _ characters: String, _ side: String) -> String {
    let set = Set(characters.unicodeScalars)
    var scalars = Array(text.unicodeScalars)[...]
    if side != "TRAILING" { scalars = scalars.drop { set.contains($0) } }
    if side != "LEADING" { while let last = scalars.last, set.contains(last) { scalars.removeLast() } }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }
}
