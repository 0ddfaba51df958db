import _StringProcessing

/// Regular expressions (Swift's own; Java's syntax for what is common to both).
enum PatternFunctions {
  typealias Found = Regex<AnyRegexOutput>.Match

  static let all: [ScalarFunction] = [
    pattern("regexp_like", [.varchar, .varchar], .boolean) { (text, regex, _) throws(QueryFailure) -> Datum in
      .bool(text.firstMatch(of: regex) != nil)
    },
    pattern("regexp_extract", [.varchar, .varchar], .varchar(nil)) { (text, regex, _) throws(QueryFailure) -> Datum in
      guard let found: Found = text.firstMatch(of: regex) else { return .null }
      return .text(String(text[found.range]))
    },
    pattern("regexp_extract", [.varchar, .varchar, .bigint], .varchar(nil)) {
      (text, regex, values) throws(QueryFailure) -> Datum in
      guard let found: Found = text.firstMatch(of: regex) else { return .null }
      return try group(found, values[2].intValue, text)
    },
    pattern("regexp_extract_all", [.varchar, .varchar], .array(.varchar(nil))) {
      (text, regex, _) throws(QueryFailure) -> Datum in
      .array(text.matches(of: regex).map { .text(String(text[$0.range])) })
    },
    pattern("regexp_extract_all", [.varchar, .varchar, .bigint], .array(.varchar(nil))) {
      (text, regex, values) throws(QueryFailure) -> Datum in
      var list: [Datum] = []
      for found: Found in text.matches(of: regex) { list.append(try group(found, values[2].intValue, text)) }
      return .array(list)
    },
    pattern("regexp_count", [.varchar, .varchar], .bigint) { (text, regex, _) throws(QueryFailure) -> Datum in
      .int(Int64(text.matches(of: regex).count))
    },
    pattern("regexp_split", [.varchar, .varchar], .array(.varchar(nil))) {
      (text, regex, _) throws(QueryFailure) -> Datum in
      var parts: [Datum] = []
      var at: String.Index = text.startIndex
      for found: Found in text.matches(of: regex) where !found.range.isEmpty {
        parts.append(.text(String(text[at..<found.range.lowerBound])))
        at = found.range.upperBound
      }
      parts.append(.text(String(text[at...])))
      return .array(parts)
    },
    pattern("regexp_replace", [.varchar, .varchar], .varchar(nil)) { (text, regex, _) throws(QueryFailure) -> Datum in
      .text(try replaced(text, regex, with: ""))
    },
    pattern("regexp_replace", [.varchar, .varchar, .varchar], .varchar(nil)) {
      (text, regex, values) throws(QueryFailure) -> Datum in
      .text(try replaced(text, regex, with: values[2].textValue))
    },
  ]

  private static func pattern(
    _ name: String, _ parameters: [TypePattern], _ result: SQLType,
    _ body: @escaping @Sendable (String, Regex<AnyRegexOutput>, [Datum]) throws(QueryFailure) -> Datum
  ) -> ScalarFunction {
    ScalarFunction(generic: name, parameters, .fixed(result)) {
      (values, _, context) throws(QueryFailure) -> Datum in
      try body(values[0].textValue, try context.patterns.regex(values[1].bytesValue), values)
    }
  }

  private static func group(_ found: Found, _ number: Int64, _ text: String) throws(QueryFailure) -> Datum {
    if number < 0 { throw .invalidArgument("Group cannot be negative") }
    let count: Int = found.output.count
    if number >= Int64(count) {
      throw .invalidArgument("Pattern has \(count - 1) groups. Cannot access group \(number)")
    }
    guard let range: Range<String.Index> = found.output[Int(number)].range else { return .null }
    return .text(String(text[range]))
  }

  /// `$1` and `\$` in the replacement as Java has them.
  private static func replaced(
    _ text: String, _ regex: Regex<AnyRegexOutput>, with replacement: String
  ) throws(QueryFailure) -> String {
    var result: String = ""
    var at: String.Index = text.startIndex
    let template: [Character] = Array(replacement)
    for found: Found in text.matches(of: regex) {
      result += text[at..<found.range.lowerBound]
      at = found.range.upperBound
      var index = 0
      while index < template.count {
        let character: Character = template[index]
        index += 1
        if character == "\\", index < template.count {
          result.append(template[index])
          index += 1
        } else if character == "$" {
          guard index < template.count, let digit: Int = template[index].wholeNumberValue else {
            throw .invalidArgument("Illegal replacement sequence: " + replacement)
          }
          index += 1
          if case .bytes(let part) = try group(found, Int64(digit), text) {
            result += String(decoding: part, as: UTF8.self)
          }
        } else {
          result.append(character)
        }
      }
    }
    return result + text[at...]
  }
}
