enum ArrayFunctions {
  private static func element(_ type: SQLType) -> SQLType {
    if case .array(let element) = type { element } else { .unknown }
  }

  static let all: [ScalarFunction] = [
    ScalarFunction("cardinality", [.array(.any(0))], .bigint) { (values) throws(QueryFailure) -> Datum in
      .int(Int64(values[0].elements.count))
    },
    ScalarFunction(generic: "contains", [.array(.any(0)), .any(0)], .fixed(.boolean)) {
      (values, types, _) throws(QueryFailure) -> Datum in
      let list: [Datum] = values[0].elements
      if list.contains(where: { Kernels.equal($0, values[1], types[1]) == true }) { return .bool(true) }
      return list.contains { $0.isNull } ? .null : .bool(false)
    },
    ScalarFunction(generic: "element_at", [.array(.any(0)), .bigint], .computed { element($0[0]) }) {
      (values, _, _) throws(QueryFailure) -> Datum in
      let index: Int64 = values[1].intValue
      let list: [Datum] = values[0].elements
      if index == 0 { throw .invalidArgument("SQL array indices start at 1") }
      let place: Int64 = index > 0 ? index - 1 : Int64(list.count) + index
      return place >= 0 && place < Int64(list.count) ? list[Int(place)] : .null
    },
    ScalarFunction(generic: "array_join", [.array(.any(0)), .varchar], .fixed(.varchar(nil))) {
      (values, types, _) throws(QueryFailure) -> Datum in
      try join(values[0].elements, element(types[0]), values[1].bytesValue, nil)
    },
    ScalarFunction(generic: "array_join", [.array(.any(0)), .varchar, .varchar], .fixed(.varchar(nil))) {
      (values, types, _) throws(QueryFailure) -> Datum in
      try join(values[0].elements, element(types[0]), values[1].bytesValue, values[2].bytesValue)
    },
    ScalarFunction(generic: "array_sort", [.array(.any(0))], .argument(0)) {
      (values, types, _) throws(QueryFailure) -> Datum in
      let type: SQLType = element(types[0])
      return .array(values[0].elements.sorted { Ordering.compare($0, $1, type) < 0 })
    },
    ScalarFunction(generic: "array_distinct", [.array(.any(0))], .argument(0)) {
      (values, types, _) throws(QueryFailure) -> Datum in
      .array(distinct(values[0].elements, element(types[0])))
    },
    extreme("array_max", wanted: 1), extreme("array_min", wanted: -1),
    ScalarFunction(generic: "array_position", [.array(.any(0)), .any(0)], .fixed(.bigint)) {
      (values, types, _) throws(QueryFailure) -> Datum in
      let at: Int? = values[0].elements.firstIndex { Kernels.equal($0, values[1], types[1]) == true }
      return .int(Int64((at ?? -1) + 1))
    },
    ScalarFunction(generic: "array_remove", [.array(.any(0)), .any(0)], .argument(0)) {
      (values, types, _) throws(QueryFailure) -> Datum in
      .array(values[0].elements.filter { Kernels.equal($0, values[1], types[1]) != true })
    },
    ScalarFunction(generic: "array_union", [.array(.any(0)), .array(.any(0))], .argument(0)) {
      (values, types, _) throws(QueryFailure) -> Datum in
      .array(distinct(values[0].elements + values[1].elements, element(types[0])))
    },
    ScalarFunction(generic: "array_intersect", [.array(.any(0)), .array(.any(0))], .argument(0)) {
      (values, types, _) throws(QueryFailure) -> Datum in
      let type: SQLType = element(types[0])
      let other: Set<Datum> = Set(values[1].elements.map { SubqueryAnswers.key($0, type) })
      let shared: [Datum] = values[0].elements.filter { other.contains(SubqueryAnswers.key($0, type)) }
      return .array(distinct(shared, type))
    },
    ScalarFunction(generic: "array_except", [.array(.any(0)), .array(.any(0))], .argument(0)) {
      (values, types, _) throws(QueryFailure) -> Datum in
      let type: SQLType = element(types[0])
      let other: Set<Datum> = Set(values[1].elements.map { SubqueryAnswers.key($0, type) })
      return .array(distinct(values[0].elements.filter { !other.contains(SubqueryAnswers.key($0, type)) }, type))
    },
    ScalarFunction(generic: "reverse", [.array(.any(0))], .argument(0)) {
      (values, _, _) throws(QueryFailure) -> Datum in
      .array(values[0].elements.reversed())
    },
    ScalarFunction(generic: "concat", [.array(.any(0)), .array(.any(0))], .argument(0)) {
      (values, _, _) throws(QueryFailure) -> Datum in .array(values.flatMap { $0.elements })
    }.variadic(),
    ScalarFunction(generic: "slice", [.array(.any(0)), .bigint, .bigint], .argument(0)) {
      (values, _, _) throws(QueryFailure) -> Datum in
      let list: [Datum] = values[0].elements
      let (start, length): (Int64, Int64) = (values[1].intValue, values[2].intValue)
      if length < 0 { throw .invalidArgument("length must be greater than or equal to 0") }
      if start == 0 { throw .invalidArgument("SQL array indices start at 1") }
      let first: Int64 = start > 0 ? start - 1 : Int64(list.count) + start
      if first < 0 || first >= Int64(list.count) { return .array([]) }
      return .array(Array(list[Int(first)...].prefix(Int(min(length, Int64(list.count))))))
    },
    ScalarFunction(generic: "flatten", [.array(.array(.any(0)))], .computed { element($0[0]) }) {
      (values, _, _) throws(QueryFailure) -> Datum in .array(values[0].elements.flatMap { $0.elements })
    },
    sequence(.bigint, 1),
    ScalarFunction("sequence", [.bigint, .bigint, .bigint], .array(.bigint)) { (values) throws(QueryFailure) -> Datum in
      try sequence(values[0].intValue, values[1].intValue, values[2].intValue)
    },
    sequence(.date, 1),
  ]

  private static func join(
    _ list: [Datum], _ type: SQLType, _ separator: [UInt8], _ missing: [UInt8]?
  ) throws(QueryFailure) -> Datum {
    var parts: [[UInt8]] = []
    for value in list {
      if value.isNull {
        if let missing { parts.append(missing) }
      } else {
        parts.append(try Cast.datum(value, type, .varchar(nil)).bytesValue)
      }
    }
    return TextFunctions.joined(parts, separator)
  }

  static func distinct(_ list: [Datum], _ type: SQLType) -> [Datum] {
    var seen: Set<Datum> = []
    return list.filter { seen.insert(SubqueryAnswers.key($0, type)).inserted }
  }

  private static func extreme(_ name: String, wanted: Int) -> ScalarFunction {
    ScalarFunction(generic: name, [.array(.any(0))], .computed { element($0[0]) }) {
      (values, types, _) throws(QueryFailure) -> Datum in
      let type: SQLType = element(types[0])
      guard var best: Datum = values[0].elements.first else { return .null }
      for value in values[0].elements {
        if value.isNull { return .null }
        if Ordering.compare(value, best, type) == wanted { best = value }
      }
      return best
    }
  }

  private static func sequence(_ type: SQLType, _ step: Int64) -> ScalarFunction {
    ScalarFunction("sequence", [.type(type), .type(type)], .array(type)) { (values) throws(QueryFailure) -> Datum in
      let (first, last): (Int64, Int64) = (values[0].intValue, values[1].intValue)
      return try sequence(first, last, first <= last ? step : -step)
    }
  }

  private static func sequence(_ first: Int64, _ last: Int64, _ step: Int64) throws(QueryFailure) -> Datum {
    if step == 0 { throw .invalidArgument("step must not be zero") }
    if step > 0 ? last < first : last > first {
      throw .invalidArgument(
        "sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start"
      )
    }
    let (distance, overflow) = last.subtractingReportingOverflow(first)
    if overflow || distance / step >= 10_000 {
      throw .invalidArgument("result of sequence function must not have more than 10000 entries")
    }
    return .array(stride(from: first, through: last, by: Int64.Stride(step)).map { .int($0) })
  }
}
