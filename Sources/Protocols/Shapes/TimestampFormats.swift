/// The ways AWS writes a moment.
extension Timestamp {
  package enum Fraction: Sendable {
    /// Cut off.
    case none
    /// Always three digits, as S3 and SNS do.
    case milliseconds
    /// As many digits as needed, none for a whole second.
    case shortest
  }

  static let monthNames: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  static let dayNames: [StaticString] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

  // MARK: Writing

  /// `2014-04-29T18:30:38Z` (RFC 3339)
  package func iso8601(_ fraction: Fraction = .shortest) -> String {
    var text: [UInt8] = []
    appendISO8601(fraction, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  package func appendISO8601(_ fraction: Fraction = .shortest, to text: inout [UInt8]) {
    let civil = civil
    Timestamp.append(civil.year, 4, to: &text)
    text.append(UInt8(ascii: "-"))
    Timestamp.append(civil.month, 2, to: &text)
    text.append(UInt8(ascii: "-"))
    Timestamp.append(civil.day, 2, to: &text)
    text.append(UInt8(ascii: "T"))
    Timestamp.appendClock(civil, to: &text)
    switch fraction {
    case .none: break
    case .milliseconds:
      text.append(UInt8(ascii: "."))
      Timestamp.append(civil.millisecond, 3, to: &text)
    case .shortest: Timestamp.appendFraction(civil.millisecond, to: &text)
    }
    text.append(UInt8(ascii: "Z"))
  }

  /// `Tue, 29 Apr 2014 18:30:38 GMT` (RFC 9110's IMF-fixdate, RFC 822 in AWS's words); `.shortest` writes a fraction that is
  /// not zero, which AWS's models allow.
  package func httpDate(_ fraction: Fraction = .none) -> String {
    let civil = civil
    var text: [UInt8] = []
    Timestamp.append(Timestamp.dayNames[civil.weekday], to: &text)
    text.append(UInt8(ascii: ","))
    text.append(UInt8(ascii: " "))
    Timestamp.append(civil.day, 2, to: &text)
    text.append(UInt8(ascii: " "))
    Timestamp.append(Timestamp.monthNames[civil.month - 1], to: &text)
    text.append(UInt8(ascii: " "))
    Timestamp.append(civil.year, 4, to: &text)
    text.append(UInt8(ascii: " "))
    Timestamp.appendClock(civil, to: &text)
    if fraction != .none { Timestamp.appendFraction(civil.millisecond, to: &text) }
    Timestamp.append(" GMT", to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Epoch seconds in plain digits, with as much of a fraction as needed: `1398796238`, `1398796238.5`.
  package var epochSecondsText: String {
    withUnsafeTemporaryAllocation(byteCount: 24, alignment: 1) { room in
      let length = room.baseAddress.map { writeEpochSeconds(to: $0) } ?? 0
      return String(decoding: room[..<length], as: UTF8.self)
    }
  }

  /// Writes `epochSecondsText`, at most 24 bytes, and tells how many they are.
  func writeEpochSeconds(to memory: UnsafeMutableRawPointer) -> Int {
    var length = 0
    let magnitude = milliseconds.magnitude
    if milliseconds < 0 {
      memory.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
      length = 1
    }
    length &+= DecimalText.write(Int64(magnitude / 1000), to: memory + length)
    var fraction = Int(magnitude % 1000)
    if fraction == 0 { return length }
    memory.storeBytes(of: UInt8(ascii: "."), toByteOffset: length, as: UInt8.self)
    length &+= 1
    var unit = 100
    while fraction != 0 {
      memory.storeBytes(of: 48 &+ UInt8(truncatingIfNeeded: fraction / unit), toByteOffset: length, as: UInt8.self)
      length &+= 1
      fraction %= unit
      unit /= 10
    }
    return length
  }

  /// Epoch seconds as Java prints the double: `1.789779944662E9`, trailing zeros dropped, at least one digit behind the
  /// point.
  package var epochSecondsExponent: String {
    let magnitude = milliseconds.magnitude
    // Java prints plainly below ten million seconds.
    if magnitude < 10_000_000_000 { return epochSecondsText }
    var digits = Array(String(magnitude).utf8)
    let exponent = digits.count - 4
    while digits.count > 2, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    digits.insert(UInt8(ascii: "."), at: 1)
    return (milliseconds < 0 ? "-" : "") + String(decoding: digits, as: UTF8.self) + "E\(exponent)"
  }

  /// `20150830T123600Z`, as Signature V4 writes it.
  package var basicISO8601: String {
    let civil = civil
    var text: [UInt8] = []
    Timestamp.append(civil.year, 4, to: &text)
    Timestamp.append(civil.month, 2, to: &text)
    Timestamp.append(civil.day, 2, to: &text)
    text.append(UInt8(ascii: "T"))
    Timestamp.append(civil.hour, 2, to: &text)
    Timestamp.append(civil.minute, 2, to: &text)
    Timestamp.append(civil.second, 2, to: &text)
    text.append(UInt8(ascii: "Z"))
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: Reading

  /// RFC 3339: `2014-04-29T18:30:38.123+01:00`. Digits past the millisecond are cut off; a leap second is the next one.
  package init?(iso8601 text: String) {
    var scan = TimestampScan(text)
    guard let year = scan.number(4), scan.take("-"), let month = scan.number(2), scan.take("-"),
      let day = scan.number(2), scan.take("T") || scan.take("t"), let clock = scan.clock()
    else { return nil }
    var offset = 0
    if !scan.take("Z"), !scan.take("z") {
      guard let zone = scan.zone() else { return nil }
      offset = zone
    }
    guard scan.isAtEnd else { return nil }
    self.init(year, month, day, clock, offsetMinutes: offset)
  }

  /// An HTTP date in its three forms: `Tue, 29 Apr 2014 18:30:38 GMT`, also with a fraction of the second, and the obsolete
  /// `Tuesday, 29-Apr-14 18:30:38 GMT` and `Tue Apr 29 18:30:38 2014`. The day's name is not compared with the date.
  package init?(httpDate text: String) {
    var scan = TimestampScan(text)
    scan.letters()
    if scan.take(",") {
      guard scan.take(" "), let day = scan.number(2) else { return nil }
      let dashed = scan.take("-")
      guard dashed || scan.take(" "), let month = scan.month(), dashed ? scan.take("-") : scan.take(" ") else {
        return nil
      }
      var year = 0
      if dashed {
        guard let short = scan.number(2) else { return nil }
        year = short < 70 ? 2000 + short : 1900 + short
      } else {
        guard let full = scan.number(4) else { return nil }
        year = full
      }
      guard scan.take(" "), let clock = scan.clock(), scan.take(" "), scan.take("G"), scan.take("M"), scan.take("T"),
        scan.isAtEnd
      else { return nil }
      self.init(year, month, day, clock, offsetMinutes: 0)
    } else {
      guard scan.take(" "), let month = scan.month(), scan.take(" ") else { return nil }
      guard let day = scan.take(" ") ? scan.number(1) : scan.number(2) else { return nil }
      guard scan.take(" "), let clock = scan.clock(), scan.take(" "), let year = scan.number(4), scan.isAtEnd else {
        return nil
      }
      self.init(year, month, day, clock, offsetMinutes: 0)
    }
  }

  /// `20150830T123600Z`
  package init?(basicISO8601 text: String) {
    var scan = TimestampScan(text)
    guard let year = scan.number(4), let month = scan.number(2), let day = scan.number(2), scan.take("T"),
      let hour = scan.number(2), let minute = scan.number(2), let second = scan.number(2), scan.take("Z"), scan.isAtEnd
    else { return nil }
    self.init(year, month, day, TimestampScan.Clock(hour: hour, minute: minute, second: second), offsetMinutes: 0)
  }

  /// Epoch seconds in decimal text, fraction and exponent allowed.
  package init?(epochSeconds text: String) {
    if let seconds = DecimalText.int64(text), abs(seconds) <= .max / 1000 {
      self.init(seconds: seconds)
    } else {
      guard let seconds = DecimalText.double(text) else { return nil }
      self.init(epochSeconds: seconds)
    }
  }

  private init?(_ year: Int, _ month: Int, _ day: Int, _ clock: TimestampScan.Clock, offsetMinutes: Int) {
    let leap = clock.second == 60 ? 1 : 0
    let civil = Civil(
      year: year, month: month, day: day, hour: clock.hour, minute: clock.minute, second: clock.second - leap,
      millisecond: clock.millisecond)
    guard civil.isValid else { return nil }
    self = Timestamp(civil).adding(seconds: Int64(leap - offsetMinutes * 60))
  }

  // MARK: Steps

  private static func append(_ value: Int, _ width: Int, to text: inout [UInt8]) {
    let digits = String(abs(value))
    if value < 0 { text.append(UInt8(ascii: "-")) }
    for _ in 0..<max(0, width - digits.utf8.count) { text.append(48) }
    text.append(contentsOf: digits.utf8)
  }

  private static func append(_ word: StaticString, to text: inout [UInt8]) {
    text.append(contentsOf: UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  private static func appendClock(_ civil: Civil, to text: inout [UInt8]) {
    append(civil.hour, 2, to: &text)
    text.append(UInt8(ascii: ":"))
    append(civil.minute, 2, to: &text)
    text.append(UInt8(ascii: ":"))
    append(civil.second, 2, to: &text)
  }

  private static func appendFraction(_ millisecond: Int, to text: inout [UInt8]) {
    guard millisecond != 0 else { return }
    text.append(UInt8(ascii: "."))
    append(millisecond, 3, to: &text)
    while text.last == 48 { text.removeLast() }
  }
}

/// Steps through the text of a date.
private struct TimestampScan {
  struct Clock {
    var hour: Int
    var minute: Int
    var second: Int
    var millisecond = 0
  }

  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: scalar) else { return false }
    rest.removeFirst()
    return true
  }

  /// Exactly `width` digits.
  mutating func number(_ width: Int) -> Int? {
    var value = 0
    for _ in 0..<width {
      guard let byte = rest.first, byte &- 48 < 10 else { return nil }
      value = value * 10 + Int(byte - 48)
      rest.removeFirst()
    }
    return value
  }

  mutating func letters() {
    while let byte = rest.first, (byte | 0x20) &- 97 < 26 { rest.removeFirst() }
  }

  /// `Apr` → 4
  mutating func month() -> Int? {
    let name = Array(rest.prefix(3))
    for (index, month) in Timestamp.monthNames.enumerated()
    where name.elementsEqual(UnsafeBufferPointer(start: month.utf8Start, count: month.utf8CodeUnitCount)) {
      rest.removeFirst(3)
      return index + 1
    }
    return nil
  }

  /// `18:30:38` or `18:30:38.123`; at most nine digits of fraction.
  mutating func clock() -> Clock? {
    guard let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2) else { return nil }
    var clock = Clock(hour: hour, minute: minute, second: second)
    guard take(".") else { return clock }
    var digits = 0
    while let byte = rest.first, byte &- 48 < 10 {
      if digits < 3 { clock.millisecond = clock.millisecond * 10 + Int(byte - 48) }
      digits += 1
      rest.removeFirst()
    }
    guard (1...9).contains(digits) else { return nil }
    for _ in digits..<max(3, digits) { clock.millisecond *= 10 }
    return clock
  }

  /// `+01:00` in minutes.
  mutating func zone() -> Int? {
    let negative = take("-")
    guard negative || take("+"), let hours = number(2), hours < 24, take(":"), let minutes = number(2), minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * (negative ? -1 : 1)
  }
}
