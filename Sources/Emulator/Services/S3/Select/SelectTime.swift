import Protocols

/// Timestamps of S3 Select: `2007T`, `2007-02T`, `2007-02-23`, `2007-02-23T20:14:33.079-08:00`.
enum SelectTime {
  static func read(_ text: String) -> Timestamp? {
    if let whole = Timestamp(iso8601: text) { return whole }
    var parts = text.utf8.split(separator: UInt8(ascii: "T"), omittingEmptySubsequences: false)
    guard let date = parts.first, parts.count <= 2 else { return nil }
    parts.removeFirst()
    let numbers = date.split(separator: UInt8(ascii: "-")).map { Int(Substring($0)) ?? 0 }
    guard (1...3).contains(numbers.count), !numbers.contains(0) else { return nil }
    var civil = Timestamp.Civil(year: numbers[0], month: 1, day: 1)
    if numbers.count > 1 { civil.month = numbers[1] }
    if numbers.count > 2 { civil.day = numbers[2] }
    guard let time = parts.first, !time.isEmpty else { return civil.isValid ? Timestamp(civil) : nil }
    // `20:14Z` and its like: without seconds.
    let clock = time.prefix { $0 != UInt8(ascii: "Z") && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }
    let zone = time.dropFirst(clock.count)
    let day = String(decoding: date, as: UTF8.self)
    return Timestamp(
      iso8601:
        "\(day)T\(String(decoding: clock, as: UTF8.self)):00\(zone.isEmpty ? "Z" : String(decoding: zone, as: UTF8.self))"
    )
  }

  static func add(_ part: String, _ count: Int, to time: Timestamp) -> Timestamp? {
    let unit: Int64
    switch part {
    case "YEAR", "MONTH":
      var civil = time.civil
      let months = civil.year * 12 + civil.month - 1 + (part == "YEAR" ? count * 12 : count)
      guard (12...119_999).contains(months) else { return nil }
      civil.year = months / 12
      civil.month = months % 12 + 1
      civil.day = min(civil.day, Timestamp.daysInMonth(civil.year, civil.month))
      return Timestamp(civil)
    case "DAY": unit = 86_400_000
    case "HOUR": unit = 3_600_000
    case "MINUTE": unit = 60_000
    case "SECOND": unit = 1000
    default: return nil
    }
    let (span, overflow) = Int64(count).multipliedReportingOverflow(by: unit)
    return overflow ? nil : time.adding(milliseconds: span)
  }

  /// Whole parts from the one to the other.
  static func difference(_ part: String, _ a: Timestamp, _ b: Timestamp) -> Int? {
    let x = a.civil
    let y = b.civil
    switch part {
    case "YEAR": return y.year - x.year
    case "MONTH": return (y.year - x.year) * 12 + y.month - x.month
    case "DAY": return Int((b.milliseconds - a.milliseconds) / 86_400_000)
    case "HOUR": return Int((b.milliseconds - a.milliseconds) / 3_600_000)
    case "MINUTE": return Int((b.milliseconds - a.milliseconds) / 60_000)
    case "SECOND": return Int((b.milliseconds - a.milliseconds) / 1000)
    default: return nil
    }
  }

  static func part(_ part: String, of time: Timestamp) -> Int? {
    let civil = time.civil
    switch part {
    case "YEAR": return civil.year
    case "MONTH": return civil.month
    case "DAY": return civil.day
    case "HOUR": return civil.hour
    case "MINUTE": return civil.minute
    case "SECOND": return civil.second
    case "TIMEZONE_HOUR", "TIMEZONE_MINUTE": return 0
    default: return nil
    }
  }

  /// `TO_STRING`'s pattern: `yyyy`, `MM`, `M`, `dd`, `d`, `HH`, `H`, `hh`, `h`, `mm`, `ss`, `SSS`, `a`, `X`; quoted text stays.
  static func write(_ time: Timestamp, _ pattern: String) -> String {
    let civil = time.civil
    var result = ""
    var rest = Array(pattern.unicodeScalars)[...]
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    while let letter = rest.first {
      if letter == "'" {
        rest = rest.dropFirst()
        while let inner = rest.first, inner != "'" {
          result.unicodeScalars.append(inner)
          rest = rest.dropFirst()
        }
        rest = rest.dropFirst()
        continue
      }
      let width = rest.prefix { $0 == letter }.count
      rest = rest.dropFirst(width)
      switch letter {
      case "y": result += width == 2 ? padded(civil.year % 100, 2) : padded(civil.year, width)
      case "M": result += padded(civil.month, width)
      case "d": result += padded(civil.day, width)
      case "H": result += padded(civil.hour, width)
      case "h": result += padded((civil.hour + 11) % 12 + 1, width)
      case "m": result += padded(civil.minute, width)
      case "s": result += padded(civil.second, width)
      case "S": result += String(padded(civil.millisecond, 3).prefix(width))
      case "a": result += civil.hour < 12 ? "AM" : "PM"
      case "X", "x": result += letter == "X" ? "Z" : "+00"
      default: result += String(repeating: Character(letter), count: width)
      }
    }
    return result
  }
}
