import Glibc

enum MathFunctions {
  private static let integers: [SQLType] = [.tinyint, .smallint, .integer, .bigint]

  static let all: [ScalarFunction] = doubles + integerForms + others

  private static let doubles: [ScalarFunction] = [
    real("sqrt") { $0.squareRoot() }, real("cbrt") { Glibc.cbrt($0) }, real("exp") { Glibc.exp($0) },
    real("ln") { Glibc.log($0) }, real("log2") { Glibc.log2($0) }, real("log10") { Glibc.log10($0) },
    real("sin") { Glibc.sin($0) }, real("cos") { Glibc.cos($0) }, real("tan") { Glibc.tan($0) },
    real("asin") { Glibc.asin($0) }, real("acos") { Glibc.acos($0) }, real("atan") { Glibc.atan($0) },
    real("degrees") { $0 * 180 / Double.pi }, real("radians") { $0 * Double.pi / 180 },
    ScalarFunction("atan2", [.double, .double], .double) { (values) throws(QueryFailure) -> Datum in
      .double(Glibc.atan2(values[0].doubleValue, values[1].doubleValue))
    },
    ScalarFunction("log", [.double, .double], .double) { (values) throws(QueryFailure) -> Datum in
      .double(Glibc.log(values[1].doubleValue) / Glibc.log(values[0].doubleValue))
    },
    ScalarFunction("power", [.double, .double], .double) { (values) throws(QueryFailure) -> Datum in
      .double(Glibc.pow(values[0].doubleValue, values[1].doubleValue))
    },
    ScalarFunction("pi", [], .double) { (_) throws(QueryFailure) -> Datum in .double(Double.pi) },
    ScalarFunction("e", [], .double) { (_) throws(QueryFailure) -> Datum in .double(M_E) },
    ScalarFunction("nan", [], .double) { (_) throws(QueryFailure) -> Datum in .double(.nan) },
    ScalarFunction("infinity", [], .double) { (_) throws(QueryFailure) -> Datum in .double(.infinity) },
    ScalarFunction("is_nan", [.double], .boolean) { (values) throws(QueryFailure) -> Datum in
      .bool(values[0].doubleValue.isNaN)
    },
    ScalarFunction("is_finite", [.double], .boolean) { (values) throws(QueryFailure) -> Datum in
      .bool(values[0].doubleValue.isFinite)
    },
    ScalarFunction("is_infinite", [.double], .boolean) { (values) throws(QueryFailure) -> Datum in
      .bool(values[0].doubleValue.isInfinite)
    },
    ScalarFunction("rand", [], .double) { (_) throws(QueryFailure) -> Datum in
      .double(Double.random(in: 0..<1))
    }.volatile(),
    ScalarFunction("rand", [.bigint], .bigint) { (values) throws(QueryFailure) -> Datum in
      if values[0].intValue <= 0 { throw .invalidArgument("bound must be positive") }
      return .int(Int64.random(in: 0..<values[0].intValue))
    }.volatile(),
  ]

  private static func real(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> ScalarFunction {
    ScalarFunction(name, [.double], .double) { (values) throws(QueryFailure) -> Datum in
      .double(body(values[0].doubleValue))
    }
  }

  private static let integerForms: [ScalarFunction] = integers.flatMap { type in
    [
      ScalarFunction("abs", [.type(type)], type) { (values) throws(QueryFailure) -> Datum in
        let value: Int64 = values[0].intValue
        if value == type.integerRange.lowerBound {
          throw .outOfRange("Value \(value) is out of range for abs(\(type.text))")
        }
        return .int(Swift.abs(value))
      },
      ScalarFunction("sign", [.type(type)], type) { (values) throws(QueryFailure) -> Datum in
        .int(values[0].intValue.signum())
      },
      ScalarFunction("mod", [.type(type), .type(type)], type) { (values) throws(QueryFailure) -> Datum in
        if values[1].intValue == 0 { throw .divisionByZero }
        return .int(values[1].intValue == -1 ? 0 : values[0].intValue % values[1].intValue)
      },
    ]
  }

  private static let others: [ScalarFunction] = [
    ScalarFunction("abs", [.double], .double) { (values) throws(QueryFailure) -> Datum in
      .double(Swift.abs(values[0].doubleValue))
    },
    ScalarFunction(generic: "abs", [.decimal], .argument(0)) { (values, _, _) throws(QueryFailure) -> Datum in
      .decimal(Swift.abs(values[0].decimalValue))
    },
    ScalarFunction("sign", [.double], .double) { (values) throws(QueryFailure) -> Datum in
      let value: Double = values[0].doubleValue
      return .double(value > 0 ? 1 : value < 0 ? -1 : value)
    },
    ScalarFunction("mod", [.double, .double], .double) { (values) throws(QueryFailure) -> Datum in
      .double(values[0].doubleValue.truncatingRemainder(dividingBy: values[1].doubleValue))
    },
    ScalarFunction("bitwise_and", [.bigint, .bigint], .bigint) { (values) throws(QueryFailure) -> Datum in
      .int(values[0].intValue & values[1].intValue)
    },
    ScalarFunction("bitwise_or", [.bigint, .bigint], .bigint) { (values) throws(QueryFailure) -> Datum in
      .int(values[0].intValue | values[1].intValue)
    },
    ScalarFunction("bitwise_xor", [.bigint, .bigint], .bigint) { (values) throws(QueryFailure) -> Datum in
      .int(values[0].intValue ^ values[1].intValue)
    },
    ScalarFunction("bitwise_not", [.bigint], .bigint) { (values) throws(QueryFailure) -> Datum in
      .int(~values[0].intValue)
    },
    extreme("greatest", wanted: 1), extreme("least", wanted: -1),
  ]

  private static func extreme(_ name: String, wanted: Int) -> ScalarFunction {
    ScalarFunction(generic: name, [.any(0), .any(0)], .argument(0)) {
      (values, types, _) throws(QueryFailure) -> Datum in
      var best: Datum = values[0]
      for value in values.dropFirst() where Ordering.compare(value, best, types[0]) == wanted { best = value }
      return best
    }.variadic()
  }
}
