/// Turns a WHERE clause, or the part of it that is no key, into a condition, and SET and REMOVE into an update.
enum PartiQLAnalysis {
  // MARK: Conditions

  static func condition(_ term: PartiQLTerm) throws(PartiQLFault) -> Condition {
    switch term {
    case .and(let left, let right): return .and(try condition(left), try condition(right))
    case .or(let left, let right): return .or(try condition(left), try condition(right))
    case .not(let inner): return .not(try condition(inner))
    case .comparison(let comparator, let left, let right):
      return .comparison(comparator, try operand(left), try operand(right))
    case .between(let middle, let low, let high):
      return .between(try operand(middle), try operand(low), try operand(high))
    case .in(let left, let members):
      var choices: [Operand] = []
      for member in members { choices.append(try operand(member)) }
      return .in(try operand(left), choices)
    case .isType(let left, let name): return try typeTest(left, name)
    case .call(let name, let arguments, let place): return try function(name, arguments, place)
    case .path, .value, .missing, .tuple, .list, .bag, .plus, .minus:
      throw PartiQLFault("WHERE clause must contain an expression that resolves to a boolean")
    }
  }

  private static func operand(_ term: PartiQLTerm) throws(PartiQLFault) -> Operand {
    switch term {
    case .path(let path, _): return .path(path)
    case .call("size", let arguments, _):
      try check("size", arguments, count: 1)
      return .size(.path(try path(arguments[0], of: "size")))
    case .call(let name, _, let place): throw .at(place, "Unrecognized function: " + name)
    case .missing: throw PartiQLFault("MISSING must be compared using IS operator")
    case .plus: throw PartiQLFault("Unsupported operator in Condition Expression. Operator: +")
    case .minus: throw PartiQLFault("Unsupported operator in Condition Expression. Operator: -")
    case .value, .tuple, .list, .bag: return .value(try PartiQLValue.value(of: term))
    default: throw PartiQLFault("The arguments to AND/OR must be Expressions")
    }
  }

  private static func typeTest(_ term: PartiQLTerm, _ name: String) throws(PartiQLFault) -> Condition {
    guard case .path(let path, _) = term else {
      throw PartiQLFault("The left hand side argument to IS must be a Variable Reference, Literal, or Path")
    }
    let type: String
    switch name {
    case "MISSING": return .attributeNotExists(path)
    case "NULL": type = "NULL"
    case "BOOLEAN", "BOOL": type = "BOOL"
    case "BLOB": type = "B"
    case "STRING": type = "S"
    case "NUMERIC": type = "N"
    case "STRUCT", "TUPLE": type = "M"
    case "LIST": type = "L"
    default:
      throw PartiQLFault(
        "Unsupported data type for IS operator: \(name). Supported data types are [MISSING, NULL, BOOLEAN, BLOB, "
          + "STRING, NUMERIC, STRUCT, TUPLE, LIST]")
    }
    return .attributeType(.path(path), Array(type.utf8))
  }

  private static func function(
    _ name: String, _ arguments: [PartiQLTerm], _ place: PartiQLPlace
  ) throws(PartiQLFault) -> Condition {
    switch name {
    case "attribute_exists", "attribute_not_exists":
      try check(name, arguments, count: 1)
      let path = try path(arguments[0], of: name)
      return name == "attribute_exists" ? .attributeExists(path) : .attributeNotExists(path)
    case "begins_with":
      try check(name, arguments, count: 2)
      return .beginsWith(.path(try path(arguments[0], of: name)), try operand(arguments[1]))
    case "contains":
      try check(name, arguments, count: 2)
      return .contains(.path(try path(arguments[0], of: name)), try operand(arguments[1]))
    case "attribute_type":
      try check(name, arguments, count: 2)
      let path = try path(arguments[0], of: name)
      guard case .string(let type) = try PartiQLValue.value(of: arguments[1]) else {
        throw PartiQLFault(
          "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N")
      }
      if !AttributeType.allCases.contains(where: { Array($0.name.utf8) == type }) {
        throw PartiQLFault(ExpressionFault.attributeType(type).message)
      }
      return .attributeType(.path(path), type)
    case "size": throw PartiQLFault("WHERE clause must contain an expression that resolves to a boolean")
    default: throw .at(place, "Unrecognized function: " + name)
    }
  }

  private static func check(_ name: String, _ arguments: [PartiQLTerm], count: Int) throws(PartiQLFault) {
    if arguments.count != count {
      throw PartiQLFault(ExpressionFault.operandCount(name, arguments.count).message)
    }
  }

  private static func path(_ term: PartiQLTerm, of function: String) throws(PartiQLFault) -> DocumentPath {
    guard case .path(let path, _) = term else { throw PartiQLFault(ExpressionFault.needsPath(function).message) }
    return path
  }

  // MARK: Updates

  static func update(_ actions: [PartiQLUpdate.Action]) throws(PartiQLFault) -> Update {
    var lowered: [Update.Action] = []
    for action in actions {
      switch action {
      case .remove(let path): lowered.append(.remove(path))
      case .set(let path, let term): lowered.append(try assignment(path, term))
      }
    }
    do { try DocumentPath.checkApart(lowered.map(\.path)) } catch { throw PartiQLFault(error.message) }
    return Update(actions: lowered)
  }

  private static func assignment(_ target: DocumentPath, _ term: PartiQLTerm) throws(PartiQLFault) -> Update.Action {
    guard case .call(let name, let arguments, let place) = term, name == "set_add" || name == "set_delete" else {
      return .set(target, try updateValue(term))
    }
    let shown = name.uppercased()
    if arguments.count != 2 { throw .at(place, "\(shown) must have exactly two arguments") }
    guard case .path(let path, let first) = arguments[0], path == target else {
      throw .at(place, "The first argument to \(shown) must equal the assignment value")
    }
    let set: AttributeValue
    switch arguments[1] {
    case .bag, .value: set = try PartiQLValue.value(of: arguments[1])
    default: throw .at(first, "The second argument to \(shown) must be a value with type SET")
    }
    switch set {
    case .stringSet, .numberSet, .binarySet: break
    default: throw .at(first, "The second argument to \(shown) must be a value with type SET")
    }
    return name == "set_add" ? .add(target, set) : .delete(target, set)
  }

  private static func updateValue(_ term: PartiQLTerm) throws(PartiQLFault) -> Update.Value {
    switch term {
    case .path(let path, _): return .path(path)
    case .plus(let left, let right): return .plus(try updateValue(left), try updateValue(right))
    case .minus(let left, let right): return .minus(try updateValue(left), try updateValue(right))
    case .call("list_append", let arguments, _):
      try check("list_append", arguments, count: 2)
      return .listAppend(try updateValue(arguments[0]), try updateValue(arguments[1]))
    case .call("if_not_exists", let arguments, _):
      try check("if_not_exists", arguments, count: 2)
      return .ifNotExists(try path(arguments[0], of: "if_not_exists"), try updateValue(arguments[1]))
    case .call(let name, _, let place): throw .at(place, "Unrecognized function: " + name)
    case .isType: throw PartiQLFault("IS operator is not supported in update expressions")
    case .value, .tuple, .list, .bag, .missing: return .value(try PartiQLValue.value(of: term))
    default: throw PartiQLFault("Unsupported operator in Update Expression. Operator: NAry")
    }
  }
}
