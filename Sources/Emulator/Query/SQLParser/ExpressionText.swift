/// An expression in Trino's own spelling, as its error messages quote it: `(a + 1)`, `"sum"(x)`.
package enum ExpressionText {
  package static func text(_ expression: Expression) -> String {
    switch expression {
    case .null: return "null"
    case .boolean(let value, _): return value ? "true" : "false"
    case .integer(let text, _): return text
    case .decimal(let text, _): return "DECIMAL '" + text + "'"
    case .double(let text, _): return text.uppercased()
    case .string(let value, _): return quoted(value)
    case .binary(let bytes, _):
      return "X'" + bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }.joined()
        + "'"
    case .typed(let type, let value, _): return text(type).uppercased() + " " + quoted(value)
    case .interval(let value, let negative, let from, let to, _):
      var words: String = "INTERVAL " + (negative ? "- " : "") + quoted(value) + " " + from.rawValue.uppercased()
      if let to { words += " TO " + to.rawValue.uppercased() }
      return words
    case .parameter: return "?"
    case .name(let name, _): return name
    case .dereference(let base, let field, _): return text(base) + "." + field
    case .subscript(let base, let index, _): return text(base) + "[" + text(index) + "]"
    case .negative(let operand, _): return "-" + text(operand)
    case .positive(let operand, _): return "+" + text(operand)
    case .arithmetic(let operation, let left, let right, _): return infix(left, operation.rawValue, right)
    case .concatenation(let left, let right, _): return "\"concat\"(" + text(left) + ", " + text(right) + ")"
    case .comparison(let comparison, let left, let right, _): return infix(left, comparison.rawValue, right)
    case .distinctFrom(let left, let right, _): return infix(left, "IS DISTINCT FROM", right)
    case .and(let operands, _): return "(" + operands.map(text).joined(separator: " AND ") + ")"
    case .or(let operands, _): return "(" + operands.map(text).joined(separator: " OR ") + ")"
    case .not(let operand, _): return "(NOT " + text(operand) + ")"
    case .between(let value, let low, let high, _):
      return "(" + text(value) + " BETWEEN " + text(low) + " AND " + text(high) + ")"
    case .inList(let value, let list, _):
      return "(" + text(value) + " IN (" + list.map(text).joined(separator: ", ") + "))"
    case .inQuery(let value, _, _): return "(" + text(value) + " IN (<query>))"
    case .exists: return "(EXISTS (<query>))"
    case .subquery: return "(<query>)"
    case .quantified(let comparison, let quantifier, let value, _, _):
      return "(" + text(value) + " " + comparison.rawValue + " " + quantifier + " (<query>))"
    case .like(let value, let pattern, let escape, _):
      return "(" + text(value) + " LIKE " + text(pattern) + (escape.map { " ESCAPE " + text($0) } ?? "") + ")"
    case .isNull(let operand, _): return "(" + text(operand) + " IS NULL)"
    case .cases(let operand, let branches, let otherwise, _):
      var words: String = "(CASE" + (operand.map { " " + text($0) } ?? "")
      for branch in branches { words += " WHEN " + text(branch.when) + " THEN " + text(branch.then) }
      return words + (otherwise.map { " ELSE " + text($0) } ?? "") + " END)"
    case .cast(let operand, let type, let isTry, _):
      return (isTry ? "TRY_CAST(" : "CAST(") + text(operand) + " AS " + text(type) + ")"
    case .call(let call):
      let inside: String = call.isStar ? "*" : call.arguments.map(text).joined(separator: ", ")
      let name: String = call.name.map { "\"" + $0 + "\"" }.joined(separator: ".")
      return name + "(" + (call.isDistinct ? "DISTINCT " : "") + inside + ")"
    case .extract(let field, let operand, _):
      return "EXTRACT(" + field.uppercased() + " FROM " + text(operand) + ")"
    case .array(let parts, _): return "ARRAY[" + parts.map(text).joined(separator: ",") + "]"
    case .row(let parts, _): return "ROW (" + parts.map(text).joined(separator: ", ") + ")"
    case .lambda(let names, let body, _): return "(" + names.joined(separator: ", ") + ") -> " + text(body)
    case .special(let value, _): return value.rawValue
    case .atTimeZone(let operand, let zone, _): return text(operand) + " AT TIME ZONE " + text(zone)
    }
  }

  package static func text(_ type: TypeName) -> String {
    if type.parameters.isEmpty { return type.name }
    let parts: [String] = type.parameters.map { parameter in
      switch parameter {
      case .number(let number): String(number)
      case .type(let type): text(type)
      case .field(let name, let type): (name.map { $0 + " " } ?? "") + text(type)
      }
    }
    return type.name + "(" + parts.joined(separator: ", ") + ")"
  }

  private static func infix(_ left: Expression, _ operation: String, _ right: Expression) -> String {
    "(" + text(left) + " " + operation + " " + text(right) + ")"
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
