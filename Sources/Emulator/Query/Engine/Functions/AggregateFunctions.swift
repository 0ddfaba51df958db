/// All aggregates by name.
enum AggregateFunctions {
  static let table: [String: [AggregateFunction]] = {
    var table: [String: [AggregateFunction]] = [:]
    for function in counts + sums + extremes + flags + collections + statistics {
      table[function.name, default: []].append(function)
    }
    for (alias, name) in [
      ("any_value", "arbitrary"), ("stddev_samp", "stddev"), ("var_samp", "variance"), ("every", "bool_and"),
    ] {
      table[alias] = table[name]
    }
    return table
  }()

  private static let counts: [AggregateFunction] = [
    AggregateFunction("count", [], .fixed(.bigint)) { _, _ in CountAccumulator(onlyTrue: false) },
    AggregateFunction("count", [.any(0)], .fixed(.bigint)) { _, _ in CountAccumulator(onlyTrue: false) },
    AggregateFunction("count_if", [.boolean], .fixed(.bigint)) { _, _ in CountAccumulator(onlyTrue: true) },
    AggregateFunction("approx_distinct", [.any(0)], .fixed(.bigint)) { types, result in
      StateAccumulator<Set<Datum>>(
        [], result,
        step: { (seen: inout Set<Datum>, values: [Datum]) throws(QueryFailure) in
          seen.insert(SubqueryAnswers.key(values[0], types[0]))
        },
        end: { (seen: Set<Datum>) throws(QueryFailure) -> Datum in .int(Int64(seen.count)) })
    },
  ]

  private static let sums: [AggregateFunction] = [
    AggregateFunction("sum", [.bigint], .fixed(.bigint)) { _, result in SumAccumulator(result) },
    AggregateFunction("sum", [.type(.real)], .fixed(.real)) { _, result in SumAccumulator(result) },
    AggregateFunction("sum", [.double], .fixed(.double)) { _, result in SumAccumulator(result) },
    AggregateFunction(
      "sum", [.decimal],
      .computed { types in
        guard case .decimal(_, let scale) = types[0] else { return types[0] }
        return .decimal(precision: 38, scale: scale)
      }
    ) { _, result in SumAccumulator(result) },
    AggregateFunction("avg", [.double], .fixed(.double)) { _, result in AverageAccumulator(result) },
    AggregateFunction("avg", [.type(.real)], .fixed(.real)) { _, result in AverageAccumulator(result) },
    AggregateFunction("avg", [.decimal], .argument(0)) { _, result in AverageAccumulator(result) },
  ]

  private static let extremes: [AggregateFunction] =
    [("min", false), ("max", true)].flatMap { name, wantsMaximum -> [AggregateFunction] in
      [
        AggregateFunction(name, [.any(0)], .argument(0)) { types, _ in
          ExtremeAccumulator(types[0], wantsMaximum: wantsMaximum)
        },
        AggregateFunction(name + "_by", [.any(0), .any(1)], .argument(0)) { types, result in
          StateAccumulator<[Datum]?>(
            nil, result, takesNulls: true,
            step: { (best: inout [Datum]?, values: [Datum]) throws(QueryFailure) in
              if values[1].isNull { return }
              guard let known: [Datum] = best else {
                best = values
                return
              }
              let order: Int = Ordering.compare(values[1], known[1], types[1])
              if wantsMaximum ? order > 0 : order < 0 { best = values }
            },
            end: { (best: [Datum]?) throws(QueryFailure) -> Datum in best?[0] ?? .null })
        },
      ]
    }

  private static let flags: [AggregateFunction] = [("bool_and", true), ("bool_or", false)].map { name, isAnd in
    AggregateFunction(name, [.boolean], .fixed(.boolean)) { _, result in
      StateAccumulator<Bool?>(
        nil, result,
        step: { (state: inout Bool?, values: [Datum]) throws(QueryFailure) in
          let flag: Bool = values[0].boolValue
          state = state.map { isAnd ? $0 && flag : $0 || flag } ?? flag
        },
        end: { (state: Bool?) throws(QueryFailure) -> Datum in state.map { .bool($0) } ?? .null })
    }
  }

  private static let collections: [AggregateFunction] = [
    AggregateFunction("arbitrary", [.any(0)], .argument(0)) { _, result in
      StateAccumulator<Datum>(
        .null, result,
        step: { (state: inout Datum, values: [Datum]) throws(QueryFailure) in if state.isNull { state = values[0] } },
        end: { (state: Datum) throws(QueryFailure) -> Datum in state })
    },
    AggregateFunction("array_agg", [.any(0)], .computed { .array($0[0]) }) { _, result in
      StateAccumulator<[Datum]>(
        [], result, takesNulls: true,
        step: { (list: inout [Datum], values: [Datum]) throws(QueryFailure) in list.append(values[0]) },
        end: { (list: [Datum]) throws(QueryFailure) -> Datum in list.isEmpty ? .null : .array(list) })
    },
    AggregateFunction("map_agg", [.any(0), .any(1)], .computed { .map($0[0], $0[1]) }) { _, result in
      StateAccumulator<(keys: [Datum], values: [Datum], seen: Set<Datum>)>(
        ([], [], []), result, takesNulls: true,
        step: {
          (state: inout (keys: [Datum], values: [Datum], seen: Set<Datum>), values: [Datum]) throws(QueryFailure) in
          if values[0].isNull || !state.seen.insert(values[0]).inserted { return }
          state.keys.append(values[0])
          state.values.append(values[1])
        },
        end: {
          (state: (keys: [Datum], values: [Datum], seen: Set<Datum>)) throws(QueryFailure) -> Datum in
          state.keys.isEmpty ? .null : .map(state.keys, state.values)
        })
    },
    AggregateFunction("approx_percentile", [.double, .double], .fixed(.double)) { _, result in
      StateAccumulator<(values: [Double], share: Double)>(
        ([], 0), result,
        step: { (state: inout (values: [Double], share: Double), values: [Datum]) throws(QueryFailure) in
          state.values.append(values[0].doubleValue)
          state.share = values[1].doubleValue
          if state.share < 0 || state.share > 1 {
            throw .invalidArgument("Percentile must be between 0 and 1")
          }
        },
        end: { (state: (values: [Double], share: Double)) throws(QueryFailure) -> Datum in
          if state.values.isEmpty { return .null }
          let sorted: [Double] = state.values.sorted()
          return .double(sorted[min(sorted.count - 1, Int(state.share * Double(sorted.count)))])
        })
    },
  ]

  /// Welford's running mean and sum of squares.
  private struct Moments {
    var count: Double = 0
    var mean: Double = 0
    var squares: Double = 0
  }

  private static let statistics: [AggregateFunction] = [
    statistic("stddev", sample: true) { $0.squareRoot() }, statistic("stddev_pop", sample: false) { $0.squareRoot() },
    statistic("variance", sample: true) { $0 }, statistic("var_pop", sample: false) { $0 },
  ]

  private static func statistic(
    _ name: String, sample: Bool, _ finish: @escaping @Sendable (Double) -> Double
  ) -> AggregateFunction {
    AggregateFunction(name, [.double], .fixed(.double)) { _, result in
      StateAccumulator<Moments>(
        Moments(), result,
        step: { (state: inout Moments, values: [Datum]) throws(QueryFailure) in
          state.count += 1
          let delta: Double = values[0].doubleValue - state.mean
          state.mean += delta / state.count
          state.squares += delta * (values[0].doubleValue - state.mean)
        },
        end: { (state: Moments) throws(QueryFailure) -> Datum in
          let divisor: Double = sample ? state.count - 1 : state.count
          return divisor > 0 ? .double(finish(state.squares / divisor)) : .null
        })
    }
  }
}
