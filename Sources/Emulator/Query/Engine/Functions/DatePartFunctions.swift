/// `year(x)` and its like, for dates, timestamps and timestamps with zone.
enum DatePartFunctions {
  typealias Part = @Sendable (_ days: Int64, _ micros: Int64) -> Int64

  static let parts: [(name: String, ofDates: Bool, part: Part)] = [
    ("year", true, { days, _ in Int64(CivilTime.date(days).year) }),
    ("quarter", true, { days, _ in Int64((CivilTime.date(days).month - 1) / 3 + 1) }),
    ("month", true, { days, _ in Int64(CivilTime.date(days).month) }),
    ("week", true, { days, _ in Int64(CivilTime.week(days).week) }),
    ("day", true, { days, _ in Int64(CivilTime.date(days).day) }),
    ("day_of_week", true, { days, _ in Int64(CivilTime.dayOfWeek(days)) }),
    ("day_of_year", true, { days, _ in Int64(CivilTime.dayOfYear(days)) }),
    ("year_of_week", true, { days, _ in Int64(CivilTime.week(days).year) }),
    ("hour", false, { _, micros in micros / 3_600_000_000 }),
    ("minute", false, { _, micros in micros / 60_000_000 % 60 }),
    ("second", false, { _, micros in micros / 1_000_000 % 60 }),
    ("millisecond", false, { _, micros in micros / 1000 % 1000 }),
  ]

  static let all: [ScalarFunction] =
    parts.flatMap { entry -> [ScalarFunction] in
      let part: Part = entry.part
      var forms: [ScalarFunction] = [
        ScalarFunction(generic: entry.name, [.timestamp], .fixed(.bigint)) {
          (values, _, _) throws(QueryFailure) -> Datum in .int(of(values[0].intValue, part))
        },
        ScalarFunction(entry.name, [.zoned], .bigint) { (values) throws(QueryFailure) -> Datum in
          .int(of(ZonedTime.localMicros(values[0].intValue), part))
        },
      ]
      if entry.ofDates {
        forms.append(
          ScalarFunction(entry.name, [.date], .bigint) { (values) throws(QueryFailure) -> Datum in
            .int(part(values[0].intValue, 0))
          })
      } else {
        forms.append(
          ScalarFunction(entry.name, [.type(.time)], .bigint) { (values) throws(QueryFailure) -> Datum in
            .int(part(0, values[0].intValue))
          })
        forms.append(
          ScalarFunction(entry.name, [.type(.intervalDayToSecond)], .bigint) { (values) throws(QueryFailure) -> Datum in
            .int(part(0, values[0].intValue % 86_400_000 * 1000))
          })
      }
      return forms
    } + [
      ScalarFunction("timezone_hour", [.zoned], .bigint) { (values) throws(QueryFailure) -> Datum in
        .int(offset(values[0].intValue) / 3600)
      },
      ScalarFunction("timezone_minute", [.zoned], .bigint) { (values) throws(QueryFailure) -> Datum in
        .int(offset(values[0].intValue) / 60 % 60)
      },
    ]

  private static func of(_ micros: Int64, _ part: Part) -> Int64 {
    part(
      CivilTime.floorDivide(micros, CivilTime.microsPerDay), CivilTime.floorModulus(micros, CivilTime.microsPerDay))
  }

  private static func offset(_ packed: Int64) -> Int64 {
    Int64(TimeZones.offset(ZonedTime.zone(packed), at: ZonedTime.millis(packed)))
  }
}
