/// What DynamoDB has against an expression: the message of its ValidationException, without the
/// `Invalid <parameter>: ` that names the expression.
package struct ExpressionFault: Error, Equatable {
  package let message: String

  package init(_ message: String) { self.message = message }

  static let empty = ExpressionFault("The expression can not be empty;")
  static let redundantParentheses = ExpressionFault("The expression has redundant parentheses;")

  static func size(_ bytes: Int) -> ExpressionFault {
    ExpressionFault("Expression size has exceeded the maximum allowed size; expression size: \(bytes)")
  }

  static func operators(_ count: Int) -> ExpressionFault {
    ExpressionFault("The expression contains too many operators; operator count: \(count)")
  }

  static func tooManyInOperands(_ count: Int) -> ExpressionFault {
    ExpressionFault("The IN operator is provided with too many operands; number of operands: \(count)")
  }

  static func reservedWord(_ name: [UInt8]) -> ExpressionFault {
    ExpressionFault("Attribute name is a reserved keyword; reserved keyword: \(String(decoding: name, as: UTF8.self))")
  }

  static func undefinedName(_ placeholder: [UInt8]) -> ExpressionFault {
    ExpressionFault(
      "An expression attribute name used in the document path is not defined; attribute name: "
        + String(decoding: placeholder, as: UTF8.self))
  }

  static func undefinedValue(_ placeholder: [UInt8]) -> ExpressionFault {
    ExpressionFault(
      "An expression attribute value used in expression is not defined; attribute value: "
        + String(decoding: placeholder, as: UTF8.self))
  }

  static func unknownFunction(_ name: String) -> ExpressionFault {
    ExpressionFault("Invalid function name; function: " + name)
  }

  static func notInCondition(_ function: String) -> ExpressionFault {
    ExpressionFault("The function is not allowed in a condition expression; function: " + function)
  }

  static func notInUpdate(_ function: String) -> ExpressionFault {
    ExpressionFault("The function is not allowed in an update expression; function: " + function)
  }

  static func misused(_ function: String) -> ExpressionFault {
    ExpressionFault("The function is not allowed to be used this way in an expression; function: " + function)
  }

  static func operandCount(_ function: String, _ count: Int) -> ExpressionFault {
    ExpressionFault(
      "Incorrect number of operands for operator or function; operator or function: \(function), "
        + "number of operands: \(count)")
  }

  static func operandType(_ function: String, _ type: String) -> ExpressionFault {
    ExpressionFault(
      "Incorrect operand type for operator or function; operator or function: \(function), operand type: \(type)")
  }

  static func clauseOperandType(_ clause: String, _ type: String) -> ExpressionFault {
    ExpressionFault("Incorrect operand type for operator or function; operator: \(clause), operand type: \(type)")
  }

  static func needsPath(_ function: String) -> ExpressionFault {
    ExpressionFault("Operator or function requires a document path; operator or function: " + function)
  }

  static func notDistinct(_ function: String, _ path: DocumentPath) -> ExpressionFault {
    ExpressionFault(
      "The first operand must be distinct from the remaining operands for this operator or function; operator: "
        + "\(function), first operand: \(path)")
  }

  static func overlap(_ one: DocumentPath, _ two: DocumentPath) -> ExpressionFault {
    ExpressionFault(
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: \(one), "
        + "path two: \(two)")
  }

  static func conflict(_ one: DocumentPath, _ two: DocumentPath) -> ExpressionFault {
    ExpressionFault(
      "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: \(one), "
        + "path two: \(two)")
  }

  static func listIndex(_ digits: String) -> ExpressionFault {
    ExpressionFault("List index is not within the allowable range; index: [\(digits)]")
  }

  static func pathDepth(_ levels: Int) -> ExpressionFault {
    ExpressionFault("The document path has too many nesting levels; nesting levels: \(levels)")
  }

  static func repeatedSection(_ clause: String) -> ExpressionFault {
    ExpressionFault("The \"\(clause)\" section can only be used once in an update expression;")
  }

  static func attributeType(_ name: [UInt8]) -> ExpressionFault {
    ExpressionFault(
      "Invalid attribute type name found; type: \(String(decoding: name, as: UTF8.self)), "
        + "valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")
  }

  static func betweenTypes(_ lower: AttributeValue, _ upper: AttributeValue) -> ExpressionFault {
    ExpressionFault(
      "The BETWEEN operator requires same data type for lower and upper bounds; "
        + "lower bound operand: AttributeValue: \(lower.shown), upper bound operand: AttributeValue: \(upper.shown)")
  }

  static func betweenOrder(_ lower: AttributeValue, _ upper: AttributeValue) -> ExpressionFault {
    ExpressionFault(
      "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
        + "lower bound operand: AttributeValue: \(lower.shown), upper bound operand: AttributeValue: \(upper.shown)")
  }
}

extension AttributeValue {
  /// `{S:abc}`, as messages show a scalar; other types show their name alone.
  var shown: String {
    switch self {
    case .string(let text): "{S:\(String(decoding: text, as: UTF8.self))}"
    case .number(let number): "{N:\(String(decoding: number.text, as: UTF8.self))}"
    case .bool(let value): "{BOOL:\(value)}"
    case .null: "{NULL:true}"
    case .binary, .stringSet, .numberSet, .binarySet, .list, .map: "{\(typeName)}"
    }
  }
}
