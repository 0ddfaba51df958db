/// A value's text as results and the CSV file have it: `true`, `1.0E10`, `[1, 2]`, `{1=2, 3=4}`, `{a=1, b=2}`.
enum CellText {
  static func append(_ value: Datum, _ type: SQLType, to bytes: inout [UInt8]) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .int(let number): append(number, type, to: &bytes)
    case .decimal(let number):
      if case .decimal(_, let scale) = type { bytes += Decimal.text(number, scale: scale).utf8 }
    case .double(let number):
      bytes += (type == .real ? DoubleText.java(real: number) : DoubleText.java(number)).utf8
    case .bytes(let text):
      if type == .varbinary { appendHex(text, to: &bytes) } else { appendText(text, type, to: &bytes) }
    case .array(let values):
      guard case .array(let element) = type else { return }
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes += ", ".utf8 }
        append(value, element, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .map(let keys, let values):
      guard case .map(let keyType, let valueType) = type else { return }
      bytes.append(UInt8(ascii: "{"))
      for (index, key) in keys.enumerated() {
        if index > 0 { bytes += ", ".utf8 }
        append(key, keyType, to: &bytes)
        bytes.append(UInt8(ascii: "="))
        append(values[index], valueType, to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    case .row(let values):
      guard case .row(let fields) = type else { return }
      bytes.append(UInt8(ascii: "{"))
      for (index, field) in fields.enumerated() where index < values.count {
        if index > 0 { bytes += ", ".utf8 }
        bytes += (field.name ?? "field\(index)").utf8
        bytes.append(UInt8(ascii: "="))
        append(values[index], field.type, to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  static func append(_ number: Int64, _ type: SQLType, to bytes: inout [UInt8]) {
    switch type {
    case .date: CivilTime.appendDate(number, to: &bytes)
    case .time: CivilTime.appendTime(number, digits: 3, to: &bytes)
    case .timestamp(let digits): CivilTime.appendTimestamp(number, digits: max(3, digits), to: &bytes)
    case .timestampWithZone:
      CivilTime.appendTimestamp(ZonedTime.localMicros(number), digits: 3, to: &bytes)
      bytes.append(32)
      bytes += TimeZones.name(ZonedTime.zone(number)).utf8
    case .intervalDayToSecond:
      let magnitude: UInt64 = number.magnitude
      if number < 0 { bytes.append(UInt8(ascii: "-")) }
      bytes += String(magnitude / 86_400_000).utf8
      bytes.append(32)
      CivilTime.appendTime(Int64(magnitude % 86_400_000) * 1000, digits: 3, to: &bytes)
    case .intervalYearToMonth:
      if number < 0 { bytes.append(UInt8(ascii: "-")) }
      bytes += (String(number.magnitude / 12) + "-" + String(number.magnitude % 12)).utf8
    default: appendInteger(number, to: &bytes)
    }
  }

  static func appendInteger(_ number: Int64, to bytes: inout [UInt8]) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest: UInt64 = number.magnitude
    let start: Int = bytes.count
    repeat {
      bytes.append(48 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  /// `31 32 33`
  static func appendHex(_ value: some Collection<UInt8>, to bytes: inout [UInt8]) {
    let digits: [UInt8] = Array("0123456789abcdef".utf8)
    var isFirst = true
    for byte in value {
      if !isFirst { bytes.append(32) }
      isFirst = false
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
  }

  private static func appendText(_ value: [UInt8], _ type: SQLType, to bytes: inout [UInt8]) {
    if case .char(let length) = type { bytes += Text.padded(value, to: length) } else { bytes += value }
  }

  static func text(_ value: Datum, _ type: SQLType) -> String {
    var bytes: [UInt8] = []
    append(value, type, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
