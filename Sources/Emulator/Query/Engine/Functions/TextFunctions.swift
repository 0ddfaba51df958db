enum TextFunctions {
  private static let integer: TypePattern = .bigint

  static let all: [ScalarFunction] = [
    ScalarFunction("length", [.varchar], .bigint) { (values) throws(QueryFailure) -> Datum in
      .int(Int64(Text.length(values[0].bytesValue)))
    },
    ScalarFunction("length", [.varbinary], .bigint) { (values) throws(QueryFailure) -> Datum in
      .int(Int64(values[0].bytesValue.count))
    },
    keeping("lower", [.varchar]) { changedCase($0[0].bytesValue, toUpper: false) },
    keeping("upper", [.varchar]) { changedCase($0[0].bytesValue, toUpper: true) },
    keeping("trim", [.varchar]) { trimmed($0[0].bytesValue, [32, 9, 10, 11, 12, 13], true, true) },
    keeping("ltrim", [.varchar]) { trimmed($0[0].bytesValue, [32, 9, 10, 11, 12, 13], true, false) },
    keeping("rtrim", [.varchar]) { trimmed($0[0].bytesValue, [32, 9, 10, 11, 12, 13], false, true) },
    keeping("trim", [.varchar, .varchar]) { trimmed($0[0].bytesValue, $0[1].bytesValue, true, true) },
    keeping("ltrim", [.varchar, .varchar]) { trimmed($0[0].bytesValue, $0[1].bytesValue, true, false) },
    keeping("rtrim", [.varchar, .varchar]) { trimmed($0[0].bytesValue, $0[1].bytesValue, false, true) },
    keeping("reverse", [.varchar]) { values in
      Array(String(String.UnicodeScalarView(values[0].textValue.unicodeScalars.reversed())).utf8)
    },
    keeping("substr", [.varchar, .bigint]) { substring($0[0].bytesValue, $0[1].intValue, nil) },
    keeping("substr", [.varchar, .bigint, .bigint]) { substring($0[0].bytesValue, $0[1].intValue, $0[2].intValue) },
    text("replace", [.varchar, .varchar]) { replaced($0[0].bytesValue, $0[1].bytesValue, []) },
    text("replace", [.varchar, .varchar, .varchar]) {
      replaced($0[0].bytesValue, $0[1].bytesValue, $0[2].bytesValue)
    },
    text("concat", [.varchar, .varchar]) { values in values.flatMap { $0.bytesValue } }.variadic(),
    ScalarFunction("concat_ws", [.varchar, .varchar], .varchar(nil)) { (values) throws(QueryFailure) -> Datum in
      if values[0].isNull { return .null }
      return joined(values.dropFirst().filter { !$0.isNull }.map { $0.bytesValue }, values[0].bytesValue)
    }.nullable().variadic(),
    ScalarFunction("concat_ws", [.varchar, .array(.varchar)], .varchar(nil)) {
      (values) throws(QueryFailure) -> Datum in
      joined(values[1].elements.filter { !$0.isNull }.map { $0.bytesValue }, values[0].bytesValue)
    },
    ScalarFunction("split", [.varchar, .varchar], .array(.varchar(nil))) { (values) throws(QueryFailure) -> Datum in
      .array(try split(values[0].bytesValue, values[1].bytesValue, limit: nil))
    },
    ScalarFunction("split", [.varchar, .varchar, .bigint], .array(.varchar(nil))) {
      (values) throws(QueryFailure) -> Datum in
      if values[2].intValue < 1 { throw .invalidArgument("Limit must be positive") }
      return .array(try split(values[0].bytesValue, values[1].bytesValue, limit: Int(values[2].intValue)))
    },
    ScalarFunction("split_part", [.varchar, .varchar, .bigint], .varchar(nil)) {
      (values) throws(QueryFailure) -> Datum in
      let index: Int64 = values[2].intValue
      if index < 1 { throw .invalidArgument("Index must be greater than zero") }
      let parts: [Datum] = try split(values[0].bytesValue, values[1].bytesValue, limit: nil)
      return index <= Int64(parts.count) ? parts[Int(index) - 1] : .null
    },
    ScalarFunction("strpos", [.varchar, .varchar], .bigint) { (values) throws(QueryFailure) -> Datum in
      let whole: [UInt8] = values[0].bytesValue
      guard let at: Int = Text.find(values[1].bytesValue, in: whole) else { return .int(0) }
      return .int(Int64(Text.length(Array(whole[..<at]))) + 1)
    },
    ScalarFunction("starts_with", [.varchar, .varchar], .boolean) { (values) throws(QueryFailure) -> Datum in
      .bool(values[0].bytesValue.starts(with: values[1].bytesValue))
    },
    ScalarFunction("ends_with", [.varchar, .varchar], .boolean) { (values) throws(QueryFailure) -> Datum in
      .bool(values[0].bytesValue.reversed().starts(with: values[1].bytesValue.reversed()))
    },
    ScalarFunction("lpad", [.varchar, .bigint, .varchar], .varchar(nil)) { (values) throws(QueryFailure) -> Datum in
      .bytes(try padded(values, atStart: true))
    },
    ScalarFunction("rpad", [.varchar, .bigint, .varchar], .varchar(nil)) { (values) throws(QueryFailure) -> Datum in
      .bytes(try padded(values, atStart: false))
    },
    ScalarFunction("chr", [.bigint], .varchar(1)) { (values) throws(QueryFailure) -> Datum in
      guard let code = UInt32(exactly: values[0].intValue), let scalar = Unicode.Scalar(code) else {
        throw .invalidArgument("Not a valid Unicode code point: \(values[0].intValue)")
      }
      return .text(String(Character(scalar)))
    },
    ScalarFunction("codepoint", [.varchar], .integer) { (values) throws(QueryFailure) -> Datum in
      let scalars: String.UnicodeScalarView = values[0].textValue.unicodeScalars
      guard scalars.count == 1, let first: Unicode.Scalar = scalars.first else {
        throw .invalidArgument("Input string must be a single character string")
      }
      return .int(Int64(first.value))
    },
    ScalarFunction("translate", [.varchar, .varchar, .varchar], .varchar(nil)) {
      (values) throws(QueryFailure) -> Datum in
      let from: [Unicode.Scalar] = Array(values[1].textValue.unicodeScalars)
      let to: [Unicode.Scalar] = Array(values[2].textValue.unicodeScalars)
      var result = String.UnicodeScalarView()
      for scalar in values[0].textValue.unicodeScalars {
        guard let index: Int = from.firstIndex(of: scalar) else {
          result.append(scalar)
          continue
        }
        if index < to.count { result.append(to[index]) }
      }
      return .text(String(result))
    },
    ScalarFunction("uuid", [], .varchar(nil)) { (_) throws(QueryFailure) -> Datum in .text(randomUUID()) }.volatile(),
  ]

  /// The result has the first argument's type.
  private static func keeping(
    _ name: String, _ parameters: [TypePattern], _ body: @escaping @Sendable ([Datum]) -> [UInt8]
  ) -> ScalarFunction {
    ScalarFunction(generic: name, parameters, .argument(0)) {
      (values, _, _) throws(QueryFailure) -> Datum in .bytes(body(values))
    }
  }

  private static func text(
    _ name: String, _ parameters: [TypePattern], _ body: @escaping @Sendable ([Datum]) -> [UInt8]
  ) -> ScalarFunction {
    ScalarFunction(name, parameters, .varchar(nil)) { (values) throws(QueryFailure) -> Datum in .bytes(body(values)) }
  }

  private static func changedCase(_ bytes: [UInt8], toUpper: Bool) -> [UInt8] {
    if bytes.allSatisfy({ $0 < 0x80 }) {
      let low: UInt8 = toUpper ? 97 : 65
      return bytes.map { $0 >= low && $0 < low + 26 ? $0 ^ 0x20 : $0 }
    }
    let text: String = String(decoding: bytes, as: UTF8.self)
    return Array((toUpper ? text.uppercased() : text.lowercased()).utf8)
  }

  private static func trimmed(_ bytes: [UInt8], _ set: [UInt8], _ atStart: Bool, _ atEnd: Bool) -> [UInt8] {
    var start = 0
    var end: Int = bytes.count
    while atStart, start < end, set.contains(bytes[start]) { start += 1 }
    while atEnd, end > start, set.contains(bytes[end - 1]) { end -= 1 }
    return Array(bytes[start..<end])
  }

  /// From 1; from the end when negative; 0 gives nothing.
  private static func substring(_ bytes: [UInt8], _ start: Int64, _ length: Int64?) -> [UInt8] {
    let count: Int64 = Int64(Text.length(bytes))
    if start == 0 || start > count || -start > count { return [] }
    let first: Int64 = start > 0 ? start - 1 : count + start
    let last: Int64 = length.map { min(count, first + max(0, min($0, count))) } ?? count
    if last <= first { return [] }
    return Array(bytes[Text.offset(of: Int(first), in: bytes)..<Text.offset(of: Int(last), in: bytes)])
  }

  private static func replaced(_ bytes: [UInt8], _ part: [UInt8], _ with: [UInt8]) -> [UInt8] {
    if part.isEmpty {
      if with.isEmpty { return bytes }
      // Between all code points and at both ends, as Java does.
      var result: [UInt8] = with
      for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        result += Array(String(Character(scalar)).utf8)
        result += with
      }
      return result
    }
    var result: [UInt8] = []
    var at = 0
    while let found: Int = Text.find(part, in: bytes, from: at) {
      result += bytes[at..<found]
      result += with
      at = found + part.count
    }
    return at == 0 ? bytes : result + bytes[at...]
  }

  static func joined(_ parts: [[UInt8]], _ separator: [UInt8]) -> Datum {
    .bytes(Array(parts.joined(separator: separator)))
  }

  private static func split(_ bytes: [UInt8], _ separator: [UInt8], limit: Int?) throws(QueryFailure) -> [Datum] {
    if separator.isEmpty { throw .invalidArgument("The delimiter may not be the empty string") }
    var parts: [Datum] = []
    var at = 0
    while parts.count + 1 < limit ?? Int.max, let found: Int = Text.find(separator, in: bytes, from: at) {
      parts.append(.bytes(Array(bytes[at..<found])))
      at = found + separator.count
    }
    parts.append(.bytes(Array(bytes[at...])))
    return parts
  }

  private static func padded(_ values: [Datum], atStart: Bool) throws(QueryFailure) -> [UInt8] {
    let bytes: [UInt8] = values[0].bytesValue
    let size: Int64 = values[1].intValue
    let padding: [UInt8] = values[2].bytesValue
    if padding.isEmpty { throw .invalidArgument("Padding string must not be empty") }
    if size < 0 || size > 1_000_000 { throw .invalidArgument("Target length must be in the range [0..1000000]") }
    let count: Int = Text.length(bytes)
    if count >= Int(size) { return Text.prefix(bytes, Int(size)) }
    let missing: Int = Int(size) - count
    let width: Int = Text.length(padding)
    var fill: [UInt8] = []
    for _ in 0..<(missing / width + 1) { fill += padding }
    fill = Text.prefix(fill, missing)
    return atStart ? fill + bytes : bytes + fill
  }

  private static func randomUUID() -> String {
    var bytes: [UInt8] = (0..<16).map { _ in UInt8.random(in: 0...255) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text: String = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return text
  }
}
