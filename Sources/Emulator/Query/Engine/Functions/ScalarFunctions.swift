/// All scalar functions by name.
enum ScalarFunctions {
  static let table: [String: [ScalarFunction]] = {
    let lists: [[ScalarFunction]] = [
      TextFunctions.all, PatternFunctions.all, BinaryFunctions.all, MathFunctions.all, RoundingFunctions.all,
      DateFunctions.all, DatePartFunctions.all, DateFormatFunctions.all, JSONFunctions.all, ArrayFunctions.all,
      MapFunctions.all,
    ]
    var table: [String: [ScalarFunction]] = [:]
    for list in lists {
      for function in list { table[function.name, default: []].append(function) }
    }
    for (alias, name) in aliases { table[alias] = table[name] }
    return table
  }()

  private static let aliases: [(String, String)] = [
    ("substring", "substr"), ("ceiling", "ceil"), ("pow", "power"), ("random", "rand"), ("day_of_month", "day"),
    ("dow", "day_of_week"), ("doy", "day_of_year"), ("yow", "year_of_week"), ("week_of_year", "week"),
  ]
}
