/// Times to text and back: MySQL's letters (`date_format`, `date_parse`) and ISO 8601.
enum DateFormatFunctions {
  static let all: [ScalarFunction] = [
    ScalarFunction(generic: "date_format", [.timestamp, .varchar], .fixed(.varchar(nil))) {
      (values, _, _) throws(QueryFailure) -> Datum in
      .bytes(try format(values[0].intValue, values[1].textValue))
    },
    ScalarFunction("date_format", [.zoned, .varchar], .varchar(nil)) { (values) throws(QueryFailure) -> Datum in
      .bytes(try format(ZonedTime.localMicros(values[0].intValue), values[1].textValue))
    },
    ScalarFunction("date_parse", [.varchar, .varchar], .timestamp(3)) { (values) throws(QueryFailure) -> Datum in
      .int(try parse(values[0].bytesValue, values[1].textValue))
    },
    ScalarFunction("from_iso8601_timestamp", [.varchar], .timestampWithZone) {
      (values) throws(QueryFailure) -> Datum in
      guard let parsed: CivilTime.Parsed = CivilTime.parse(values[0].bytesValue), let days: Int64 = parsed.days,
        !values[0].bytesValue.contains(32)
      else { throw .invalidArgument("Invalid format: \"\(values[0].textValue)\"") }
      return .int(
        ZonedTime.fromLocal(micros: days * CivilTime.microsPerDay + (parsed.micros ?? 0), zone: parsed.zone ?? 0))
    },
    ScalarFunction("from_iso8601_date", [.varchar], .date) { (values) throws(QueryFailure) -> Datum in
      guard let parsed: CivilTime.Parsed = CivilTime.parse(values[0].bytesValue), parsed.micros == nil,
        let days: Int64 = parsed.days
      else { throw .invalidArgument("Invalid format: \"\(values[0].textValue)\"") }
      return .int(days)
    },
    ScalarFunction("to_iso8601", [.date], .varchar(16)) { (values) throws(QueryFailure) -> Datum in
      var bytes: [UInt8] = []
      CivilTime.appendDate(values[0].intValue, to: &bytes)
      return .bytes(bytes)
    },
    ScalarFunction(generic: "to_iso8601", [.timestamp], .fixed(.varchar(29))) {
      (values, _, _) throws(QueryFailure) -> Datum in .bytes(iso(values[0].intValue))
    },
    ScalarFunction("to_iso8601", [.zoned], .varchar(35)) { (values) throws(QueryFailure) -> Datum in
      let packed: Int64 = values[0].intValue
      let minutes: Int = TimeZones.offset(ZonedTime.zone(packed), at: ZonedTime.millis(packed)) / 60
      let zone: String = minutes == 0 ? "Z" : TimeZones.offsetText(minutes)
      return .bytes(iso(ZonedTime.localMicros(packed)) + zone.utf8)
    },
  ]

  private static func iso(_ micros: Int64) -> [UInt8] {
    var bytes: [UInt8] = []
    CivilTime.appendTimestamp(micros, digits: 3, to: &bytes)
    if let blank: Int = bytes.firstIndex(of: 32) { bytes[blank] = UInt8(ascii: "T") }
    return bytes
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  private static func format(_ micros: Int64, _ pattern: String) throws(QueryFailure) -> [UInt8] {
    let days: Int64 = CivilTime.floorDivide(micros, CivilTime.microsPerDay)
    let time: Int64 = CivilTime.floorModulus(micros, CivilTime.microsPerDay)
    let (year, month, day): (Int, Int, Int) = CivilTime.date(days)
    let hour: Int = Int(time / 3_600_000_000)
    let minute: Int = Int(time / 60_000_000 % 60)
    let second: Int = Int(time / 1_000_000 % 60)
    let half: Int = hour % 12 == 0 ? 12 : hour % 12
    var bytes: [UInt8] = []
    func number(_ value: Int, _ width: Int) { CivilTime.append(value, width: width, to: &bytes) }
    var letters: Substring = pattern[...]
    while let character: Character = letters.popFirst() {
      guard character == "%", let letter: Character = letters.popFirst() else {
        bytes += String(character).utf8
        continue
      }
      switch letter {
      case "Y": number(year, 4)
      case "y": number(year % 100, 2)
      case "m": number(month, 2)
      case "c": number(month, 1)
      case "d": number(day, 2)
      case "e": number(day, 1)
      case "H": number(hour, 2)
      case "k": number(hour, 1)
      case "h", "I": number(half, 2)
      case "l": number(half, 1)
      case "i": number(minute, 2)
      case "s", "S": number(second, 2)
      case "f": number(Int(time % 1_000_000), 6)
      case "p": bytes += (hour < 12 ? "AM" : "PM").utf8
      case "j": number(CivilTime.dayOfYear(days), 3)
      case "v": number(CivilTime.week(days).week, 2)
      case "x": number(CivilTime.week(days).year, 4)
      case "M": bytes += months[month - 1].utf8
      case "b": bytes += months[month - 1].prefix(3).utf8
      case "W": bytes += weekdays[CivilTime.dayOfWeek(days) - 1].utf8
      case "a": bytes += weekdays[CivilTime.dayOfWeek(days) - 1].prefix(3).utf8
      case "T": bytes += try format(micros, "%H:%i:%s")
      case "r": bytes += try format(micros, "%h:%i:%s %p")
      case "%": bytes.append(UInt8(ascii: "%"))
      case "D", "U", "u", "V", "w", "X":
        throw .invalidArgument("%\(letter) not currently supported in date format string")
      default: bytes += String(letter).utf8
      }
    }
    return bytes
  }

  private static func parse(_ text: [UInt8], _ pattern: String) throws(QueryFailure) -> Int64 {
    let failure: QueryFailure = .invalidArgument("Invalid format: \"\(String(decoding: text, as: UTF8.self))\"")
    var reader = TimeReader(bytes: text)
    var (year, month, day): (Int, Int, Int) = (1970, 1, 1)
    var (hour, minute, second): (Int, Int, Int) = (0, 0, 0)
    var micros: Int64 = 0
    var afternoon: Bool?
    func named(_ names: [String], shortened: Bool) -> Int? {
      let rest: String = String(decoding: text[reader.at...], as: UTF8.self).lowercased()
      for (index, name) in names.enumerated() {
        let wanted: String = shortened ? String(name.prefix(3)) : name
        if rest.hasPrefix(wanted.lowercased()) {
          reader.at += wanted.utf8.count
          return index + 1
        }
      }
      return nil
    }
    func number(_ width: Int) throws(QueryFailure) -> Int {
      guard let value: Int = reader.number(atMost: width) else { throw failure }
      return value
    }
    var letters: Substring = pattern[...]
    while let character: Character = letters.popFirst() {
      guard character == "%", let letter: Character = letters.popFirst() else {
        for byte in String(character).utf8 where !reader.accept(byte) { throw failure }
        continue
      }
      switch letter {
      case "Y": year = try number(4)
      case "y":
        let short: Int = try number(2)
        year = short < 70 ? 2000 + short : 1900 + short
      case "m", "c": month = try number(2)
      case "d", "e": day = try number(2)
      case "H", "k", "h", "I", "l": hour = try number(2)
      case "i": minute = try number(2)
      case "s", "S": second = try number(2)
      case "f":
        let start: Int = reader.at
        var value: Int64 = Int64(try number(9))
        for _ in (reader.at - start)..<9 where reader.at - start < 9 { value *= 10 }
        micros = value / 1000
      case "p":
        guard let index: Int = named(["AM", "PM"], shortened: false) else { throw failure }
        afternoon = index == 2
      case "M":
        guard let index: Int = named(months, shortened: false) else { throw failure }
        month = index
      case "b":
        guard let index: Int = named(months, shortened: true) else { throw failure }
        month = index
      case "W": if named(weekdays, shortened: false) == nil { throw failure }
      case "a": if named(weekdays, shortened: true) == nil { throw failure }
      case "T":
        var parsed = CivilTime.Parsed()
        guard reader.time(into: &parsed), let time: Int64 = parsed.micros else { throw failure }
        (hour, minute, second) = (
          Int(time / 3_600_000_000), Int(time / 60_000_000 % 60), Int(time / 1_000_000 % 60)
        )
      case "j":
        month = 1
        day = try number(3)
      case "%": if !reader.accept(UInt8(ascii: "%")) { throw failure }
      default: throw .invalidArgument("%\(letter) not currently supported in date format string")
      }
    }
    guard reader.isAtEnd, (1...12).contains(month), day >= 1,
      day <= (pattern.contains("%j") ? 366 : CivilTime.length(ofMonth: month, year)), hour < 24, minute < 60,
      second < 60
    else { throw failure }
    if let afternoon { hour = hour % 12 + (afternoon ? 12 : 0) }
    let days: Int64 = CivilTime.days(year: year, month: month, day: 1) + Int64(day - 1)
    let seconds: Int64 = Int64(hour * 3600 + minute * 60 + second)
    return CivilTime.round(
      days * CivilTime.microsPerDay + seconds * CivilTime.microsPerSecond + micros, digits: 3)
  }
}
