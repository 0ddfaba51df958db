enum MapFunctions {
  private static func key(_ type: SQLType) -> SQLType { if case .map(let key, _) = type { key } else { .unknown } }
  private static func value(_ type: SQLType) -> SQLType {
    if case .map(_, let value) = type { value } else { .unknown }
  }
  private static func element(_ type: SQLType) -> SQLType {
    if case .array(let element) = type { element } else { .unknown }
  }
  private static let anyMap: TypePattern = .map(.any(0), .any(1))

  static let all: [ScalarFunction] = [
    ScalarFunction("cardinality", [anyMap], .bigint) { (values) throws(QueryFailure) -> Datum in
      .int(Int64(entries(values[0]).keys.count))
    },
    ScalarFunction(generic: "element_at", [anyMap, .any(0)], .computed { value($0[0]) }) {
      (values, types, _) throws(QueryFailure) -> Datum in
      let (keys, found): ([Datum], [Datum]) = entries(values[0])
      let at: Int? = keys.firstIndex { Ordering.compare($0, values[1], types[1]) == 0 }
      return at.map { found[$0] } ?? .null
    },
    ScalarFunction(generic: "map_keys", [anyMap], .computed { .array(key($0[0])) }) {
      (values, _, _) throws(QueryFailure) -> Datum in .array(entries(values[0]).keys)
    },
    ScalarFunction(generic: "map_values", [anyMap], .computed { .array(value($0[0])) }) {
      (values, _, _) throws(QueryFailure) -> Datum in .array(entries(values[0]).values)
    },
    ScalarFunction(
      generic: "map_entries", [anyMap],
      .computed { .array(.row([SQLType.Field(nil, key($0[0])), SQLType.Field(nil, value($0[0]))])) }
    ) { (values, _, _) throws(QueryFailure) -> Datum in
      let (keys, found): ([Datum], [Datum]) = entries(values[0])
      return .array(keys.indices.map { .row([keys[$0], found[$0]]) })
    },
    ScalarFunction(generic: "map_concat", [anyMap, anyMap], .argument(0)) {
      (values, types, _) throws(QueryFailure) -> Datum in
      var keys: [Datum] = []
      var found: [Datum] = []
      for map in values {
        let (newKeys, newValues): ([Datum], [Datum]) = entries(map)
        for (index, name) in newKeys.enumerated() {
          if let at: Int = keys.firstIndex(where: { Ordering.compare($0, name, key(types[0])) == 0 }) {
            found[at] = newValues[index]
          } else {
            keys.append(name)
            found.append(newValues[index])
          }
        }
      }
      return .map(keys, found)
    }.variadic(),
    ScalarFunction(generic: "map", [], .fixed(.map(.unknown, .unknown))) {
      (_, _, _) throws(QueryFailure) -> Datum in .map([], [])
    },
    ScalarFunction(
      generic: "map", [.array(.any(0)), .array(.any(1))], .computed { .map(element($0[0]), element($0[1])) }
    ) { (values, types, _) throws(QueryFailure) -> Datum in
      let keys: [Datum] = values[0].elements
      if keys.count != values[1].elements.count {
        throw .invalidArgument("Key and value arrays must be the same length")
      }
      if keys.contains(where: { $0.isNull }) { throw .invalidArgument("map key cannot be null") }
      let distinct: [Datum] = ArrayFunctions.distinct(keys, element(types[0]))
      if distinct.count != keys.count {
        var seen: Set<Datum> = []
        let twice: Datum = keys.first { !seen.insert($0).inserted } ?? .null
        throw .invalidArgument("Duplicate map keys (\(CellText.text(twice, element(types[0])))) are not allowed")
      }
      return .map(keys, values[1].elements)
    },
  ]

  private static func entries(_ map: Datum) -> (keys: [Datum], values: [Datum]) {
    if case .map(let keys, let values) = map { (keys, values) } else { ([], []) }
  }
}
