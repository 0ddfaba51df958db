/// A moment, to the millisecond: what AWS's timestamps resolve. UTC, proleptic Gregorian calendar, no leap seconds.
@usableFromInline
package struct Timestamp: Sendable, Hashable, Comparable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package var milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }
  /// Whole seconds since 1970; beyond ±292 million years the value is clamped.
  package init(seconds: Int64) {
    let (value, over) = seconds.multipliedReportingOverflow(by: 1000)
    milliseconds = over ? (seconds < 0 ? .min : .max) : value
  }

  /// Seconds with fraction, rounded to the millisecond; nil for what is not finite or does not fit.
  package init?(epochSeconds: Double) {
    guard let value = Int64(exactly: (epochSeconds * 1000).rounded()) else { return nil }
    milliseconds = value
  }

  /// Seconds since 1970, rounded down.
  package var seconds: Int64 { Timestamp.floorDivide(milliseconds, 1000) }
  package var epochSeconds: Double { Double(milliseconds) / 1000 }

  @usableFromInline package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

  package func adding(milliseconds more: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds &+ more) }
  package func adding(seconds more: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds &+ more &* 1000) }

  static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
    return rest < 0 ? quotient - 1 : quotient
  }
}

// MARK: Calendar

extension Timestamp {
  /// The fields of the calendar and the clock, in UTC.
  package struct Civil: Sendable, Hashable {
    package var year: Int
    /// 1…12
    package var month: Int
    /// 1…31
    package var day: Int
    package var hour = 0
    package var minute = 0
    package var second = 0
    package var millisecond = 0

    package init(
      year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0
    ) {
      self.year = year
      self.month = month
      self.day = day
      self.hour = hour
      self.minute = minute
      self.second = second
      self.millisecond = millisecond
    }

    /// 0 is Sunday.
    package var weekday: Int {
      let days = Timestamp.days(year: year, month: month, day: day) + 4
      return ((days % 7) + 7) % 7
    }

    /// Whether the day exists and the clock's fields are in range.
    package var isValid: Bool {
      guard (1...12).contains(month), day >= 1, day <= Timestamp.daysInMonth(year, month) else { return false }
      return (0...23).contains(hour) && (0...59).contains(minute) && (0...59).contains(second)
        && (0...999).contains(millisecond)
    }
  }

  package var civil: Civil {
    let seconds = seconds
    let days = Timestamp.floorDivide(seconds, 86400)
    let clock = Int(seconds - days * 86400)
    var civil = Timestamp.date(daysSince1970: Int(days))
    civil.hour = clock / 3600
    civil.minute = clock / 60 % 60
    civil.second = clock % 60
    civil.millisecond = Int(milliseconds - seconds &* 1000)
    return civil
  }

  /// The moment of fields that are valid.
  package init(_ civil: Civil) {
    let days = Timestamp.days(year: civil.year, month: civil.month, day: civil.day)
    let seconds = ((days * 24 + civil.hour) * 60 + civil.minute) * 60 + civil.second
    milliseconds = Int64(seconds) * 1000 + Int64(civil.millisecond)
  }

  /// Days since 1970-01-01. Years are taken to begin in March, so that the leap day is the last of its year.
  package static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The date of a day counted from 1970-01-01.
  package static func date(daysSince1970 days: Int) -> Civil {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return Civil(year: year, month: month, day: dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  package static func daysInMonth(_ year: Int, _ month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
