/// The proleptic Gregorian calendar: days and microseconds since 1970-01-01, and their texts.
enum CivilTime {
  static let microsPerDay: Int64 = 86_400_000_000
  static let microsPerSecond: Int64 = 1_000_000

  static func days(year: Int, month: Int, day: Int) -> Int64 {
    let shifted: Int = month <= 2 ? year - 1 : year
    let era: Int = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra: Int = shifted - era * 400
    let dayOfYear: Int = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra: Int = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }

  static func date(_ days: Int64) -> (year: Int, month: Int, day: Int) {
    let shifted: Int = Int(days) + 719_468
    let era: Int = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra: Int = shifted - era * 146_097
    let yearOfEra: Int = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear: Int = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part: Int = (5 * dayOfYear + 2) / 153
    let month: Int = part < 10 ? part + 3 : part - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
  }

  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func length(ofMonth month: Int, _ year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Rounds towards minus infinity.
  static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient: Int64 = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  static func floorModulus(_ value: Int64, _ divisor: Int64) -> Int64 {
    let remainder: Int64 = value % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }

  /// Days moved by months; the day is held within the month.
  static func addMonths(_ days: Int64, _ months: Int64) -> Int64 {
    let (year, month, day): (Int, Int, Int) = date(days)
    let total: Int64 = Int64(year) * 12 + Int64(month - 1) + months
    let newYear: Int = Int(floorDivide(total, 12))
    let newMonth: Int = Int(floorModulus(total, 12)) + 1
    return self.days(year: newYear, month: newMonth, day: min(day, length(ofMonth: newMonth, newYear)))
  }

  /// 1 Monday … 7 Sunday.
  static func dayOfWeek(_ days: Int64) -> Int { Int(floorModulus(days + 3, 7)) + 1 }

  static func dayOfYear(_ days: Int64) -> Int {
    Int(days - self.days(year: date(days).year, month: 1, day: 1)) + 1
  }

  /// ISO 8601 week and the year it belongs to.
  static func week(_ days: Int64) -> (year: Int, week: Int) {
    let thursday: Int64 = days - Int64(dayOfWeek(days)) + 4
    let year: Int = date(thursday).year
    return (year, Int(thursday - self.days(year: year, month: 1, day: 1)) / 7 + 1)
  }

  // MARK: Texts

  static func append(_ number: Int, width: Int, to bytes: inout [UInt8]) {
    var digits: [UInt8] = Array(String(abs(number)).utf8)
    while digits.count < width { digits.insert(48, at: 0) }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes += digits
  }

  static func appendDate(_ days: Int64, to bytes: inout [UInt8]) {
    let (year, month, day): (Int, Int, Int) = date(days)
    append(year, width: 4, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    append(month, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    append(day, width: 2, to: &bytes)
  }

  /// `00:00:00.000`, with that many digits of the second.
  static func appendTime(_ micros: Int64, digits: Int, to bytes: inout [UInt8]) {
    let seconds: Int = Int(micros / microsPerSecond)
    append(seconds / 3600, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    append(seconds / 60 % 60, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    append(seconds % 60, width: 2, to: &bytes)
    guard digits > 0 else { return }
    var fraction: Int = Int(micros % microsPerSecond)
    for _ in digits..<6 { fraction /= 10 }
    bytes.append(UInt8(ascii: "."))
    append(fraction, width: digits, to: &bytes)
  }

  static func appendTimestamp(_ micros: Int64, digits: Int, to bytes: inout [UInt8]) {
    appendDate(floorDivide(micros, microsPerDay), to: &bytes)
    bytes.append(32)
    appendTime(floorModulus(micros, microsPerDay), digits: digits, to: &bytes)
  }

  /// Rounds microseconds to that many digits of the second.
  static func round(_ micros: Int64, digits: Int) -> Int64 {
    if digits >= 6 { return micros }
    var unit: Int64 = 1
    for _ in digits..<6 { unit *= 10 }
    return floorDivide(micros + unit / 2, unit) * unit
  }

  // MARK: Reading

  /// What a text says; a part that is missing is nil.
  struct Parsed {
    var days: Int64?
    /// Of the day.
    var micros: Int64?
    /// Digits of the second that were written.
    var digits = 0
    var zone: Int?
  }

  /// `2024-01-31`, `2024-01-31 10:20[:30[.123456]][ UTC|+02:00]`; the date and the time may be parted by `T`.
  static func parse(_ bytes: [UInt8]) -> Parsed? {
    var reader = TimeReader(bytes: Text.trimmed(bytes))
    var parsed = Parsed()
    guard let days: Int64 = reader.date() else { return nil }
    parsed.days = days
    if reader.isAtEnd { return parsed }
    guard reader.accept(32) || reader.accept(UInt8(ascii: "T")) else { return nil }
    guard reader.time(into: &parsed) else { return nil }
    return reader.zone(into: &parsed) && reader.isAtEnd ? parsed : nil
  }

  /// `10:20[:30[.123]]`
  static func parseTime(_ bytes: [UInt8]) -> Int64? {
    var reader = TimeReader(bytes: Text.trimmed(bytes))
    var parsed = Parsed()
    return reader.time(into: &parsed) && reader.isAtEnd ? parsed.micros : nil
  }
}

/// Reads the pieces of a time's text.
struct TimeReader {
  let bytes: [UInt8]
  var at = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { at == bytes.count }

  mutating func accept(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  mutating func number(atMost width: Int, atLeast least: Int = 1) -> Int? {
    let start = at
    var value = 0
    while at < bytes.count, at - start < width, bytes[at] >= 48, bytes[at] <= 57 {
      value = value * 10 + Int(bytes[at] - 48)
      at += 1
    }
    return at - start >= least ? value : nil
  }

  mutating func date() -> Int64? {
    let negative: Bool = accept(UInt8(ascii: "-"))
    guard let year: Int = number(atMost: 6, atLeast: 4), accept(UInt8(ascii: "-")),
      let month: Int = number(atMost: 2), accept(UInt8(ascii: "-")), let day: Int = number(atMost: 2),
      (1...12).contains(month), day >= 1, day <= CivilTime.length(ofMonth: month, negative ? -year : year)
    else { return nil }
    return CivilTime.days(year: negative ? -year : year, month: month, day: day)
  }

  mutating func time(into parsed: inout CivilTime.Parsed) -> Bool {
    guard let hour: Int = number(atMost: 2), hour < 24, accept(UInt8(ascii: ":")),
      let minute: Int = number(atMost: 2), minute < 60
    else { return false }
    var micros: Int64 = Int64(hour * 3600 + minute * 60) * CivilTime.microsPerSecond
    if accept(UInt8(ascii: ":")) {
      guard let second: Int = number(atMost: 2), second < 60 else { return false }
      micros += Int64(second) * CivilTime.microsPerSecond
      if accept(UInt8(ascii: ".")) {
        let start = at
        var unit: Int64 = 100_000
        while at < bytes.count, bytes[at] >= 48, bytes[at] <= 57 {
          micros += Int64(bytes[at] - 48) * unit
          unit /= 10
          at += 1
        }
        if at == start || at - start > 12 { return false }
        parsed.digits = at - start
      }
    }
    parsed.micros = micros
    return true
  }

  /// Nothing, `Z`, `+02:00`, ` UTC`, ` America/Lima`.
  mutating func zone(into parsed: inout CivilTime.Parsed) -> Bool {
    if isAtEnd { return true }
    _ = accept(32)
    let name: String = String(decoding: bytes[at...], as: UTF8.self)
    guard let key: Int = TimeZones.key(name) else { return false }
    parsed.zone = key
    at = bytes.count
    return true
  }
}
