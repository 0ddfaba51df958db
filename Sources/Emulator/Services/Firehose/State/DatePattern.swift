import Protocols

/// A pattern of Java's DateTimeFormatter, as `!{timestamp:…}` has it, for moments in UTC
/// (https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html).
///
/// Letters that Java knows and that are missing here (week-based fields, localised ones) make the pattern invalid; the
/// caller refuses it.
struct DatePattern: Sendable {
  private enum Part: Sendable {
    case literal(String)
    case field(letter: UInt8, count: Int)
  }

  private var parts: [Part] = []

  /// nil when a letter is unknown, repeated too often, or a quote is not closed.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    var index = 0
    var literal: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "'") {
        index += 1
        if index < bytes.count, bytes[index] == byte {
          literal.append(byte)
          index += 1
          continue
        }
        var closed = false
        while index < bytes.count {
          if bytes[index] == byte {
            index += 1
            // Two quotes within quotes are one.
            guard index < bytes.count, bytes[index] == byte else {
              closed = true
              break
            }
          }
          literal.append(bytes[index])
          index += 1
        }
        guard closed else { return nil }
        continue
      }
      guard DatePattern.isLetter(byte) else {
        // Java reserves these.
        if [UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "#")].contains(byte) { return nil }
        literal.append(byte)
        index += 1
        continue
      }
      var count = 1
      while index + count < bytes.count, bytes[index + count] == byte { count += 1 }
      guard count <= DatePattern.most(byte) else { return nil }
      if !literal.isEmpty { parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
      literal = []
      parts.append(.field(letter: byte, count: count))
      index += count
    }
    if !literal.isEmpty { parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
  }

  func text(_ time: Timestamp) -> String {
    let civil = time.civil
    var out = ""
    for part in parts {
      switch part {
      case .literal(let text): out += text
      case .field(let letter, let count): out += DatePattern.field(letter, count, civil)
      }
    }
    return out
  }

  // MARK: Fields

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  /// How often a letter may be repeated; 0 for one that is not known.
  private static func most(_ letter: UInt8) -> Int {
    switch letter {
    case UInt8(ascii: "y"), UInt8(ascii: "u"): 19
    case UInt8(ascii: "M"), UInt8(ascii: "L"), UInt8(ascii: "E"), UInt8(ascii: "G"): 5
    case UInt8(ascii: "Q"), UInt8(ascii: "q"): 2
    case UInt8(ascii: "D"): 3
    case UInt8(ascii: "d"), UInt8(ascii: "H"), UInt8(ascii: "h"), UInt8(ascii: "k"), UInt8(ascii: "K"),
      UInt8(ascii: "m"), UInt8(ascii: "s"), UInt8(ascii: "V"):
      2
    case UInt8(ascii: "a"): 1
    case UInt8(ascii: "S"): 9
    case UInt8(ascii: "A"), UInt8(ascii: "n"), UInt8(ascii: "N"): 19
    case UInt8(ascii: "X"), UInt8(ascii: "x"), UInt8(ascii: "Z"): 5
    case UInt8(ascii: "z"): 4
    default: 0
    }
  }

  private static func field(_ letter: UInt8, _ count: Int, _ civil: Timestamp.Civil) -> String {
    switch letter {
    case UInt8(ascii: "y"), UInt8(ascii: "u"):
      return count == 2 ? padded(civil.year % 100, 2) : padded(civil.year, count)
    case UInt8(ascii: "M"), UInt8(ascii: "L"):
      return named(months[civil.month - 1], civil.month, count)
    case UInt8(ascii: "Q"), UInt8(ascii: "q"): return padded((civil.month + 2) / 3, count)
    case UInt8(ascii: "d"): return padded(civil.day, count)
    case UInt8(ascii: "D"):
      let day =
        Timestamp.days(year: civil.year, month: civil.month, day: civil.day)
        - Timestamp.days(year: civil.year, month: 1, day: 1) + 1
      return padded(day, count)
    case UInt8(ascii: "E"):
      let name = weekdays[civil.weekday]
      return count == 4 ? name : count == 5 ? String(name.prefix(1)) : String(name.prefix(3))
    case UInt8(ascii: "G"): return count == 4 ? "Anno Domini" : count == 5 ? "A" : "AD"
    case UInt8(ascii: "H"): return padded(civil.hour, count)
    case UInt8(ascii: "k"): return padded(civil.hour == 0 ? 24 : civil.hour, count)
    case UInt8(ascii: "K"): return padded(civil.hour % 12, count)
    case UInt8(ascii: "h"): return padded(civil.hour % 12 == 0 ? 12 : civil.hour % 12, count)
    case UInt8(ascii: "a"): return civil.hour < 12 ? "AM" : "PM"
    case UInt8(ascii: "m"): return padded(civil.minute, count)
    case UInt8(ascii: "s"): return padded(civil.second, count)
    case UInt8(ascii: "S"): return String((padded(civil.millisecond, 3) + "000000").prefix(count))
    case UInt8(ascii: "A"): return padded(milliseconds(civil), count)
    case UInt8(ascii: "n"): return padded(civil.millisecond * 1_000_000, count)
    case UInt8(ascii: "N"): return padded(milliseconds(civil) * 1_000_000, count)
    case UInt8(ascii: "V"): return "UTC"
    case UInt8(ascii: "z"): return count == 4 ? "Coordinated Universal Time" : "UTC"
    case UInt8(ascii: "X"): return "Z"
    case UInt8(ascii: "x"): return count == 1 ? "+00" : count == 2 || count == 4 ? "+0000" : "+00:00"
    case UInt8(ascii: "Z"): return count == 4 ? "GMT" : count == 5 ? "Z" : "+0000"
    default: return ""
    }
  }

  private static func milliseconds(_ civil: Timestamp.Civil) -> Int {
    ((civil.hour * 60 + civil.minute) * 60 + civil.second) * 1000 + civil.millisecond
  }

  private static func named(_ name: String, _ number: Int, _ count: Int) -> String {
    switch count {
    case 1, 2: padded(number, count)
    case 3: String(name.prefix(3))
    case 4: name
    default: String(name.prefix(1))
    }
  }

  private static func padded(_ number: Int, _ count: Int) -> String {
    let digits = String(number)
    return digits.utf8.count >= count ? digits : String(repeating: "0", count: count - digits.utf8.count) + digits
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
}
