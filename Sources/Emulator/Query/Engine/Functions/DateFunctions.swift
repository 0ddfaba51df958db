/// Dates and times: making, moving and measuring.
enum DateFunctions {
  private static let instants: [SQLType] = [.date, .timestamp(3), .timestamp(6), .timestampWithZone]

  static let all: [ScalarFunction] = [
    ScalarFunction(generic: "now", [], .fixed(.timestampWithZone)) {
      (_, _, context) throws(QueryFailure) -> Datum in .int(ZonedTime.pack(context.now / 1000, 0))
    },
    ScalarFunction(generic: "current_timezone", [], .fixed(.varchar(nil))) {
      (_, _, _) throws(QueryFailure) -> Datum in .text("UTC")
    },
    date(.varchar), date(.timestamp), date(.zoned),
    ScalarFunction("from_unixtime", [.double], .timestampWithZone) { (values) throws(QueryFailure) -> Datum in
      .int(ZonedTime.pack(try millis(values[0].doubleValue), 0))
    },
    ScalarFunction("from_unixtime", [.double, .varchar], .timestampWithZone) { (values) throws(QueryFailure) -> Datum in
      .int(ZonedTime.pack(try millis(values[0].doubleValue), try zone(values[1])))
    },
    ScalarFunction("to_unixtime", [.zoned], .double) { (values) throws(QueryFailure) -> Datum in
      .double(Double(ZonedTime.millis(values[0].intValue)) / 1000)
    },
    ScalarFunction(generic: "to_unixtime", [.timestamp], .fixed(.double)) {
      (values, _, _) throws(QueryFailure) -> Datum in
      .double(Double(values[0].intValue) / 1_000_000)
    },
    ScalarFunction("at_timezone", [.zoned, .varchar], .timestampWithZone) { (values) throws(QueryFailure) -> Datum in
      .int(ZonedTime.pack(ZonedTime.millis(values[0].intValue), try zone(values[1])))
    },
    ScalarFunction(generic: "with_timezone", [.timestamp, .varchar], .fixed(.timestampWithZone)) {
      (values, _, _) throws(QueryFailure) -> Datum in
      .int(ZonedTime.fromLocal(micros: values[0].intValue, zone: try zone(values[1])))
    },
    ScalarFunction(generic: "date_trunc", [.varchar, .date], .argument(1)) {
      (values, types, _) throws(QueryFailure) -> Datum in try truncated(values, types[1])
    },
    ScalarFunction(generic: "date_trunc", [.varchar, .timestamp], .argument(1)) {
      (values, types, _) throws(QueryFailure) -> Datum in try truncated(values, types[1])
    },
    ScalarFunction(generic: "date_trunc", [.varchar, .zoned], .argument(1)) {
      (values, types, _) throws(QueryFailure) -> Datum in try truncated(values, types[1])
    },
    ScalarFunction(generic: "date_add", [.varchar, .bigint, .date], .argument(2)) {
      (values, types, _) throws(QueryFailure) -> Datum in try moved(values, types[2])
    },
    ScalarFunction(generic: "date_add", [.varchar, .bigint, .timestamp], .argument(2)) {
      (values, types, _) throws(QueryFailure) -> Datum in try moved(values, types[2])
    },
    ScalarFunction(generic: "date_add", [.varchar, .bigint, .zoned], .argument(2)) {
      (values, types, _) throws(QueryFailure) -> Datum in try moved(values, types[2])
    },
    ScalarFunction("date_diff", [.varchar, .date, .date], .bigint) { (values) throws(QueryFailure) -> Datum in
      .int(
        try difference(
          values[0].textValue, values[1].intValue * CivilTime.microsPerDay,
          values[2].intValue * CivilTime.microsPerDay))
    },
    ScalarFunction(generic: "date_diff", [.varchar, .timestamp, .timestamp], .fixed(.bigint)) {
      (values, _, _) throws(QueryFailure) -> Datum in
      .int(try difference(values[0].textValue, values[1].intValue, values[2].intValue))
    },
    ScalarFunction("date_diff", [.varchar, .zoned, .zoned], .bigint) { (values) throws(QueryFailure) -> Datum in
      .int(
        try difference(
          values[0].textValue, ZonedTime.localMicros(values[1].intValue),
          ZonedTime.localMicros(
            ZonedTime.pack(ZonedTime.millis(values[2].intValue), ZonedTime.zone(values[1].intValue)))))
    },
    ScalarFunction("last_day_of_month", [.date], .date) { (values) throws(QueryFailure) -> Datum in
      .int(lastDay(values[0].intValue))
    },
    ScalarFunction(generic: "last_day_of_month", [.timestamp], .fixed(.date)) {
      (values, _, _) throws(QueryFailure) -> Datum in
      .int(lastDay(CivilTime.floorDivide(values[0].intValue, CivilTime.microsPerDay)))
    },
  ]

  private static func date(_ pattern: TypePattern) -> ScalarFunction {
    ScalarFunction(generic: "date", [pattern], .fixed(.date)) { (values, types, _) throws(QueryFailure) -> Datum in
      try Cast.datum(values[0], types[0], .date)
    }
  }

  private static func zone(_ name: Datum) throws(QueryFailure) -> Int {
    guard let key: Int = TimeZones.key(name.textValue) else {
      throw .invalidArgument("'\(name.textValue)' is not a valid time zone")
    }
    return key
  }

  private static func millis(_ seconds: Double) throws(QueryFailure) -> Int64 {
    guard let value = Int64(exactly: (seconds * 1000).rounded()), Swift.abs(value) < 1 << 50 else {
      throw .invalidArgument("Unable to convert \(DoubleText.java(seconds)) to a timestamp")
    }
    return value
  }

  private static func lastDay(_ days: Int64) -> Int64 {
    let (year, month, _): (Int, Int, Int) = CivilTime.date(days)
    return CivilTime.days(year: year, month: month, day: CivilTime.length(ofMonth: month, year))
  }

  private static func invalidField(_ unit: String, _ type: SQLType) -> QueryFailure {
    .invalidArgument("'\(unit)' is not a valid \(type == .date ? "DATE" : "Timestamp") field")
  }

  private static func truncated(_ values: [Datum], _ type: SQLType) throws(QueryFailure) -> Datum {
    let unit: String = values[0].textValue.lowercased()
    let value: Int64 = values[1].intValue
    switch type {
    case .date:
      guard let days: Int64 = truncateDays(value, unit) else { throw invalidField(unit, type) }
      return .int(days)
    case .timestampWithZone:
      let local: Int64 = try truncateMicros(ZonedTime.localMicros(value), unit, type)
      return .int(ZonedTime.fromLocal(micros: local, zone: ZonedTime.zone(value)))
    default: return .int(try truncateMicros(value, unit, type))
    }
  }

  private static func truncateDays(_ days: Int64, _ unit: String) -> Int64? {
    let (year, month, _): (Int, Int, Int) = CivilTime.date(days)
    switch unit {
    case "day": return days
    case "week": return days - Int64(CivilTime.dayOfWeek(days) - 1)
    case "month": return CivilTime.days(year: year, month: month, day: 1)
    case "quarter": return CivilTime.days(year: year, month: (month - 1) / 3 * 3 + 1, day: 1)
    case "year": return CivilTime.days(year: year, month: 1, day: 1)
    default: return nil
    }
  }

  private static let timeUnits: [String: Int64] = [
    "millisecond": 1000, "second": 1_000_000, "minute": 60_000_000, "hour": 3_600_000_000,
  ]

  private static func truncateMicros(_ micros: Int64, _ unit: String, _ type: SQLType) throws(QueryFailure) -> Int64 {
    if let size: Int64 = timeUnits[unit] { return CivilTime.floorDivide(micros, size) * size }
    guard let days: Int64 = truncateDays(CivilTime.floorDivide(micros, CivilTime.microsPerDay), unit) else {
      throw invalidField(unit, type)
    }
    return days * CivilTime.microsPerDay
  }

  private static let monthUnits: [String: Int64] = ["month": 1, "quarter": 3, "year": 12]
  private static let dayUnits: [String: Int64] = ["day": 1, "week": 7]

  private static func moved(_ values: [Datum], _ type: SQLType) throws(QueryFailure) -> Datum {
    let unit: String = values[0].textValue.lowercased()
    let amount: Int64 = values[1].intValue
    if Swift.abs(amount) > 4_000_000_000_000 { throw .invalidArgument("date_add value is out of range: \(amount)") }
    let value: Int64 = values[2].intValue
    if type == .date {
      if let months: Int64 = monthUnits[unit] { return .int(CivilTime.addMonths(value, amount * months)) }
      guard let days: Int64 = dayUnits[unit] else { throw invalidField(unit, type) }
      return .int(value + amount * days)
    }
    if type == .timestampWithZone {
      let zone: Int = ZonedTime.zone(value)
      if let size: Int64 = timeUnits[unit] {
        return .int(ZonedTime.pack(ZonedTime.millis(value) + amount * size / 1000, zone))
      }
      return .int(
        ZonedTime.fromLocal(micros: try moveMicros(ZonedTime.localMicros(value), unit, amount, type), zone: zone))
    }
    return .int(try moveMicros(value, unit, amount, type))
  }

  private static func moveMicros(
    _ micros: Int64, _ unit: String, _ amount: Int64, _ type: SQLType
  ) throws(QueryFailure) -> Int64 {
    if let months: Int64 = monthUnits[unit] { return TimeArithmetic.addMonths(micros, amount * months) }
    guard let size: Int64 = timeUnits[unit] ?? dayUnits[unit].map({ $0 * CivilTime.microsPerDay }) else {
      throw invalidField(unit, type)
    }
    return micros &+ amount &* size
  }

  /// How many whole units lie between.
  private static func difference(_ unit: String, _ from: Int64, _ to: Int64) throws(QueryFailure) -> Int64 {
    let unit: String = unit.lowercased()
    if let months: Int64 = monthUnits[unit] { return wholeMonths(from, to) / months }
    guard let size: Int64 = timeUnits[unit] ?? dayUnits[unit].map({ $0 * CivilTime.microsPerDay }) else {
      throw invalidField(unit, .timestamp(3))
    }
    return (to - from) / size
  }

  private static func wholeMonths(_ from: Int64, _ to: Int64) -> Int64 {
    if to < from { return -wholeMonths(to, from) }
    let first = CivilTime.date(CivilTime.floorDivide(from, CivilTime.microsPerDay))
    let second = CivilTime.date(CivilTime.floorDivide(to, CivilTime.microsPerDay))
    var months: Int64 = Int64((second.year - first.year) * 12 + second.month - first.month)
    // The last month counts when the day of the month is reached, the end of a month standing for its missing days.
    if months > 0, TimeArithmetic.addMonths(from, months) > to { months -= 1 }
    return months
  }
}
