import Glibc

/// round, truncate, ceil and floor; halves go away from zero.
enum RoundingFunctions {
  static let all: [ScalarFunction] = integerForms + doubleForms + decimalForms

  private static let integerForms: [ScalarFunction] = [SQLType.tinyint, .smallint, .integer, .bigint].flatMap { type in
    ["round", "ceil", "floor", "truncate"].map { name in
      ScalarFunction(name, [.type(type)], type) { (values) throws(QueryFailure) -> Datum in values[0] }
    } + [
      ScalarFunction("round", [.type(type), .bigint], type) { (values) throws(QueryFailure) -> Datum in
        let places: Int64 = values[1].intValue
        if places >= 0 { return values[0] }
        if places < -18 { return .int(0) }
        let unit: Int128 = Decimal.power(Int(-places))
        let rounded: Int128 = Decimal.divideRounding(Int128(values[0].intValue), unit) * unit
        guard let value = Int64(exactly: rounded) else { throw .outOfRange("rounding overflow") }
        return .int(value)
      }
    ]
  }

  private static let doubleForms: [ScalarFunction] = [
    double("round") { $0.rounded(.toNearestOrAwayFromZero) }, double("ceil") { $0.rounded(.up) },
    double("floor") { $0.rounded(.down) }, double("truncate") { $0.rounded(.towardZero) },
    ScalarFunction("round", [.double, .bigint], .double) { (values) throws(QueryFailure) -> Datum in
      .double(scaled(values, .toNearestOrAwayFromZero))
    },
    ScalarFunction("truncate", [.double, .bigint], .double) { (values) throws(QueryFailure) -> Datum in
      .double(scaled(values, .towardZero))
    },
  ]

  private static func double(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> ScalarFunction {
    ScalarFunction(name, [.double], .double) { (values) throws(QueryFailure) -> Datum in
      .double(body(values[0].doubleValue))
    }
  }

  private static func scaled(_ values: [Datum], _ rule: FloatingPointRoundingRule) -> Double {
    let value: Double = values[0].doubleValue
    let factor: Double = pow(10, Double(values[1].intValue))
    let product: Double = value * factor
    return product.isFinite && factor != 0 ? product.rounded(rule) / factor : value
  }

  private static let decimalForms: [ScalarFunction] = [
    decimal("round") { (value, scale) in Decimal.divideRounding(value, Decimal.power(scale)) },
    decimal("truncate") { (value, scale) in value / Decimal.power(scale) },
    decimal("floor") { (value, scale) in
      let unit: Int128 = Decimal.power(scale)
      return value % unit < 0 ? value / unit - 1 : value / unit
    },
    decimal("ceil") { (value, scale) in
      let unit: Int128 = Decimal.power(scale)
      return value % unit > 0 ? value / unit + 1 : value / unit
    },
    ScalarFunction(
      generic: "round", [.decimal, .bigint],
      .computed { types in
        guard case .decimal(let precision, let scale) = types[0] else { return types[0] }
        return .decimal(precision: min(38, precision + 1), scale: scale)
      }
    ) { (values, types, _) throws(QueryFailure) -> Datum in
      guard case .decimal(_, let scale) = types[0] else { return values[0] }
      let dropped: Int64 = Int64(scale) - values[1].intValue
      if dropped <= 0 { return values[0] }
      if dropped > 38 { return .decimal(0) }
      let unit: Int128 = Decimal.power(Int(dropped))
      return .decimal(Decimal.divideRounding(values[0].decimalValue, unit) * unit)
    },
  ]

  /// To a whole number, which may need one more digit.
  private static func decimal(_ name: String, _ body: @escaping @Sendable (Int128, Int) -> Int128) -> ScalarFunction {
    ScalarFunction(
      generic: name, [.decimal],
      .computed { types in
        guard case .decimal(let precision, let scale) = types[0] else { return types[0] }
        return .decimal(precision: min(38, max(1, precision - scale + min(1, scale))), scale: 0)
      }
    ) { (values, types, _) throws(QueryFailure) -> Datum in
      guard case .decimal(_, let scale) = types[0] else { return values[0] }
      return .decimal(body(values[0].decimalValue, scale))
    }
  }
}
