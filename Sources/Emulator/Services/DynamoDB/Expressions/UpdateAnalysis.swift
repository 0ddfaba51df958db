/// Turns an update as written into one to apply, or gives the fault that DynamoDB names first: reserved words,
/// functions, a clause given twice, undefined names, undefined values, overlapping paths, conflicting paths, types of
/// the operands of ADD and DELETE, functions' operands.
package enum UpdateAnalysis {
  package static func update(_ text: [UInt8], _ placeholders: inout Placeholders) throws(ExpressionFault) -> Update {
    let syntax = try UpdateParser.parse(text)
    for action in syntax.actions { try checkReserved(action) }
    for case .set(_, let value) in syntax.actions { try checkFunctions(value, isNested: false) }
    for (index, clause) in syntax.clauses.enumerated() where syntax.clauses[..<index].contains(clause) {
      throw .repeatedSection(clause)
    }
    var actions: [Update.Action] = []
    for action in syntax.actions { actions.append(try resolve(action, &placeholders)) }
    try DocumentPath.checkApart(actions.map(\.path))
    for action in actions { try checkClauseOperand(action) }
    for case .set(_, let value) in actions { try checkOperands(value) }
    return Update(actions: actions)
  }

  private static let functions: Set<String> = ["if_not_exists", "list_append"]
  private static let conditionFunctions: Set<String> = [
    "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size",
  ]

  private static func checkReserved(_ action: UpdateSyntax.Action) throws(ExpressionFault) {
    switch action {
    case .set(let path, let value):
      try path.checkReserved()
      try checkReserved(value)
    case .remove(let path), .add(let path, _), .delete(let path, _): try path.checkReserved()
    }
  }

  private static func checkReserved(_ value: UpdateSyntax.Value) throws(ExpressionFault) {
    switch value {
    case .plus(let left, let right), .minus(let left, let right):
      try checkReserved(left)
      try checkReserved(right)
    case .function(_, let arguments):
      for argument in arguments { try checkReserved(argument) }
    case .path(let path): try path.checkReserved()
    case .value: break
    }
  }

  /// `list_append` may hold `if_not_exists`, and that another of its kind; `list_append` stands within nothing.
  private static func checkFunctions(_ value: UpdateSyntax.Value, isNested: Bool) throws(ExpressionFault) {
    switch value {
    case .plus(let left, let right), .minus(let left, let right):
      try checkFunctions(left, isNested: true)
      try checkFunctions(right, isNested: true)
    case .function(let name, let arguments):
      if !functions.contains(name) {
        throw conditionFunctions.contains(name) ? .notInUpdate(name) : .unknownFunction(name)
      }
      if isNested && name == "list_append" { throw .misused(name) }
      for argument in arguments { try checkFunctions(argument, isNested: true) }
    case .path, .value: break
    }
  }

  private static func resolve(
    _ action: UpdateSyntax.Action, _ placeholders: inout Placeholders
  ) throws(ExpressionFault) -> Update.Action {
    switch action {
    case .set(let path, let value): .set(try path.resolve(&placeholders), try resolve(value, &placeholders))
    case .remove(let path): .remove(try path.resolve(&placeholders))
    case .add(let path, let value): .add(try path.resolve(&placeholders), try placeholders.value(value))
    case .delete(let path, let value): .delete(try path.resolve(&placeholders), try placeholders.value(value))
    }
  }

  private static func resolve(
    _ value: UpdateSyntax.Value, _ placeholders: inout Placeholders
  ) throws(ExpressionFault) -> Update.Value {
    switch value {
    case .plus(let left, let right): return .plus(try resolve(left, &placeholders), try resolve(right, &placeholders))
    case .minus(let left, let right):
      return .minus(try resolve(left, &placeholders), try resolve(right, &placeholders))
    case .path(let path): return .path(try path.resolve(&placeholders))
    case .value(let placeholder): return .value(try placeholders.value(placeholder))
    case .function(let name, let arguments):
      var values: [Update.Value] = []
      for argument in arguments { values.append(try resolve(argument, &placeholders)) }
      if values.count != 2 { throw .operandCount(name, values.count) }
      if name == "list_append" { return .listAppend(values[0], values[1]) }
      guard case .path(let path) = values[0] else { throw .needsPath(name) }
      return .ifNotExists(path, values[1])
    }
  }

  private static func checkClauseOperand(_ action: Update.Action) throws(ExpressionFault) {
    switch action {
    case .add(_, let value):
      switch value {
      case .number, .stringSet, .numberSet, .binarySet: break
      default: throw .clauseOperandType("ADD", value.type.longName)
      }
    case .delete(_, let value):
      switch value {
      case .stringSet, .numberSet, .binarySet: break
      default: throw .clauseOperandType("DELETE", value.type.longName)
      }
    case .set, .remove: break
    }
  }

  private static func checkOperands(_ value: Update.Value) throws(ExpressionFault) {
    switch value {
    case .plus(let left, let right): try checkOperands("+", .number, left, right)
    case .minus(let left, let right): try checkOperands("-", .number, left, right)
    case .listAppend(let left, let right): try checkOperands("list_append", .list, left, right)
    case .ifNotExists(_, let inner): try checkOperands(inner)
    case .path, .value: break
    }
  }

  private static func checkOperands(
    _ name: String, _ type: AttributeType, _ left: Update.Value, _ right: Update.Value
  ) throws(ExpressionFault) {
    for operand in [left, right] {
      if case .value(let value) = operand, value.type != type { throw .operandType(name, value.typeName) }
      try checkOperands(operand)
    }
  }
}
