import SQLParser

/// Calls of functions: which one is meant, with which conversions, and where aggregates may stand.
extension ExpressionAnalysis {
  func call(_ call: FunctionCall) throws(QueryFailure) -> Node {
    guard call.name.count == 1 else {
      throw QueryFailure(
        "FUNCTION_NOT_FOUND", "Function '\(call.name.joined(separator: "."))' not registered", at: call.position)
    }
    let name: String = call.name[0]
    if AggregateFunctions.table[name] != nil { return try aggregate(name, call) }
    if call.isStar || call.isDistinct || call.filter != nil || !call.order.isEmpty {
      guard ScalarFunctions.table[name] != nil else { throw notRegistered(name, call.position) }
      throw QueryFailure(
        "FUNCTION_NOT_AGGREGATE", "DISTINCT, FILTER and ORDER BY are only for aggregations: " + name,
        at: call.position)
    }
    switch name {
    case "if":
      guard (2...3).contains(call.arguments.count) else {
        throw QueryFailure("SYNTAX_ERROR", "Invalid number of arguments for 'if' function", at: call.position)
      }
      return try cases(
        nil, [CaseBranch(when: call.arguments[0], then: call.arguments[1])],
        call.arguments.count > 2 ? call.arguments[2] : nil, call.position)
    case "coalesce":
      guard call.arguments.count >= 2 else {
        throw QueryFailure(
          "SYNTAX_ERROR", "The 'coalesce' function must have at least two arguments", at: call.position)
      }
      let nodes: [Node] = try unified(try call.arguments.map(analyze), "All COALESCE operands", call.position)
      return .coalesce(nodes, nodes[0].type)
    case "nullif":
      guard call.arguments.count == 2 else {
        throw QueryFailure("SYNTAX_ERROR", "Invalid number of arguments for 'nullif' function", at: call.position)
      }
      let (first, second): (Node, Node) = (try analyze(call.arguments[0]), try analyze(call.arguments[1]))
      guard let common: SQLType = Coercion.common(first.type, second.type) else {
        throw .typeMismatch(
          "Types are not comparable with NULLIF: \(first.type.text) vs \(second.type.text)", at: call.position)
      }
      return .nullIf(first, second, common)
    case "try":
      guard call.arguments.count == 1 else {
        throw QueryFailure("SYNTAX_ERROR", "The 'try' function must have exactly one argument", at: call.position)
      }
      return .attempt(try analyze(call.arguments[0]))
    case "typeof" where call.arguments.count == 1:
      return .constant(.text(try analyze(call.arguments[0]).type.text), .varchar(nil))
    default: break
    }
    guard let overloads: [ScalarFunction] = ScalarFunctions.table[name] else {
      throw notRegistered(name, call.position)
    }
    return try FunctionResolution.resolve(name, overloads, try call.arguments.map(analyze), at: call.position)
  }

  private func notRegistered(_ name: String, _ position: SourcePosition) -> QueryFailure {
    QueryFailure("FUNCTION_NOT_FOUND", "Function '\(name)' not registered", at: position)
  }

  private func aggregate(_ name: String, _ call: FunctionCall) throws(QueryFailure) -> Node {
    if isInsideAggregate {
      throw QueryFailure(
        "NESTED_AGGREGATION", "Cannot nest aggregations inside aggregation '\(name)'", at: call.position)
    }
    guard aggregates != nil else {
      throw QueryFailure(
        "EXPRESSION_NOT_SCALAR",
        "This clause cannot contain aggregations, window functions or grouping operations: ["
          + ExpressionText.text(.call(call)) + "]", at: call.position)
    }
    if !call.order.isEmpty { throw .notSupported("ORDER BY inside an aggregation", at: call.position) }
    isInsideAggregate = true
    defer { isInsideAggregate = false }
    let saved = outputs
    // An alias of the select list is no column inside an aggregate.
    outputs = nil
    defer { outputs = saved }
    let arguments: [Node] = call.isStar ? [] : try call.arguments.map(analyze)
    let filter: Node? = try call.filter.map { (expression: Expression) throws(QueryFailure) -> Node in
      try condition(expression, clause: "FILTER clause")
    }
    let types: [SQLType] = arguments.map { $0.type }
    var best: (function: AggregateFunction, types: [SQLType], conversions: Int)?
    let overloads: [AggregateFunction] = AggregateFunctions.table[name] ?? []
    for overload in overloads {
      guard let found = FunctionResolution.match(overload.parameters, isVariadic: false, types) else { continue }
      if best == nil || found.conversions < best!.conversions { best = (overload, found.types, found.conversions) }
    }
    guard let best, !(call.isStar && name != "count") else {
      throw FunctionResolution.unexpected(name, types, overloads.map { $0.signature }, at: call.position)
    }
    var converted: [Node] = []
    for (node, type) in zip(arguments, best.types) {
      converted.append(fold(FunctionResolution.converted(node, to: type)))
    }
    let result: SQLType = best.function.result(converted.map { $0.type })
    let use = AggregateUse(
      name: name, function: best.function, arguments: converted, filter: filter, isDistinct: call.isDistinct,
      type: result)
    let known: Int? = aggregates?.firstIndex { other in
      other.name == name && other.arguments == converted && other.filter == filter
        && other.isDistinct == call.isDistinct
    }
    if let known { return .aggregate(known, result) }
    aggregates?.append(use)
    return .aggregate((aggregates?.count ?? 1) - 1, result)
  }
}
