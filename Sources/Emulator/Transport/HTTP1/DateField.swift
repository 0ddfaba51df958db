/// The `Date` field of answers (RFC 9110 §6.6.1), put together once a second.
struct DateField {
  private var line: [UInt8] = []
  private var goodUntil: UInt64 = 0

  /// `Date: Sun, 06 Nov 1994 08:49:37 GMT` with its CRLF. `now` is CLOCK_MONOTONIC.
  mutating func append(to out: OutputBuffer, now: UInt64) {
    update(now)
    out.append(line)
  }

  /// The value alone; good until `body` returns.
  mutating func withText(now: UInt64, _ body: (UnsafeRawBufferPointer) -> Void) {
    update(now)
    line.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[6..<$0.count - 2])) }
  }

  private mutating func update(_ now: UInt64) {
    if now >= goodUntil {
      let time: (seconds: Int, nanoseconds: Int) = System.wallClock()
      line = Array("Date: \(DateField.text(time.seconds))\r\n".utf8)
      goodUntil = now &+ UInt64(1_000_000_000 - time.nanoseconds)
    }
  }

  /// The IMF-fixdate of that second since 1970 (RFC 9110 §5.6.7).
  static func text(_ seconds: Int) -> String {
    let days: Int = seconds / 86_400
    let rest: Int = seconds % 86_400
    let (year, month, day): (Int, Int, Int) = date(days)
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let clock: String = "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
    return "\(weekdays[days % 7]), \(two(day)) \(months[month - 1]) \(year) \(clock) GMT"
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// The Gregorian date of a day since 1970-01-01: years are counted from March, in cycles of 400 (146,097 days), so that
  /// the leap day is a year's last.
  private static func date(_ days: Int) -> (Int, Int, Int) {
    let shifted: Int = days + 719_468
    let cycle: Int = shifted / 146_097
    let dayOfCycle: Int = shifted % 146_097
    let yearOfCycle: Int = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear: Int = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let shiftedMonth: Int = (5 * dayOfYear + 2) / 153
    let day: Int = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month: Int = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
