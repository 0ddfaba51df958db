import Protocols

/// The expressions of one request with their placeholders, and the older parameters that may not stand beside them:
/// the checks of DynamoDB that concern them together.
struct ExpressionParameters {
  typealias Expression = (name: String, text: String?)

  private let names: [String: String]?
  private let values: ReceivedItem?
  /// Every expression that the operation takes, in the order of its messages; ProjectionExpression takes no values.
  private let expressions: [Expression]
  /// Whether what is wrong is told as `1 validation error detected: …` (PutItem and UpdateItem; recorded from AWS).
  private let isDetected: Bool
  private var placeholders = Placeholders()

  init(
    names: [String: String]?, values: ReceivedItem?, expressions: [Expression], isDetected: Bool = false
  ) {
    self.names = names
    self.values = values
    self.expressions = expressions
    self.isDetected = isDetected
  }

  private func fail(_ message: String) -> AWSError {
    isDetected ? .validationDetected(message) : .validation(message)
  }

  /// Refuses expressions beside older parameters, and placeholders without expressions. The first of the checks.
  func checkUse(without legacy: [(name: String, isGiven: Bool)]) throws(AWSError) {
    if names == nil, values == nil, !expressions.contains(where: { $0.text != nil }) { return }
    let given = expressions.filter { $0.text != nil }.map(\.name)
    let old = legacy.filter(\.isGiven).map(\.name)
    if !given.isEmpty && !old.isEmpty {
      throw fail(
        "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: "
          + "{\(old.joined(separator: ", "))} Expression parameters: {\(given.joined(separator: ", "))}")
    }
    if names != nil && given.isEmpty {
      throw AWSError.validation("ExpressionAttributeNames can only be specified when using expressions")
    }
    let takers = expressions.map(\.name).filter { $0 != "ProjectionExpression" }
    if values != nil, !takers.isEmpty, !given.contains(where: takers.contains) {
      throw fail(
        "ExpressionAttributeValues can only be specified when using expressions: "
          + "\(takers.joined(separator: " and ")) \(takers.count > 1 ? "are" : "is") null")
    }
  }

  /// Reads the placeholders; the first of the checks of the expressions themselves.
  mutating func readPlaceholders() throws(AWSError) {
    if names == nil && values == nil { return }
    var pairs: [(placeholder: [UInt8], name: [UInt8])] = []
    if let names {
      if names.isEmpty { throw AWSError.validation("ExpressionAttributeNames must not be empty") }
      for key in names.keys.sorted() {
        let placeholder = Array(key.utf8)
        if !Placeholders.isWellFormed(placeholder, sign: UInt8(ascii: "#")) {
          throw AWSError.validation("ExpressionAttributeNames contains invalid key: Syntax error; key: \"\(key)\"")
        }
        let name = Array((names[key] ?? "").utf8)
        if name.isEmpty {
          throw AWSError.validation(
            "ExpressionAttributeNames contains invalid value: Empty attribute name for key \(key)")
        }
        if name.count > ItemSize.attributeNameLimit {
          throw AWSError.validation(
            "ExpressionAttributeNames contains invalid value: Attribute name is too large, must be less than 65536 "
              + "bytes for key \(key)")
        }
        pairs.append((placeholder, name))
      }
    }
    let given = values?.item.attributes ?? AttributeMap()
    if values != nil {
      if given.count == 0 { throw AWSError.validation("ExpressionAttributeValues must not be empty") }
      for entry in given.entries where !Placeholders.isWellFormed(entry.name, sign: UInt8(ascii: ":")) {
        throw AWSError.validation(
          "ExpressionAttributeValues contains invalid key: Syntax error; key: "
            + "\"\(String(decoding: entry.name, as: UTF8.self))\"")
      }
      if let fault = values?.fault {
        throw fail(
          "ExpressionAttributeValues contains invalid value: \(fault.message) for key "
            + String(decoding: fault.name, as: UTF8.self))
      }
    }
    placeholders = Placeholders(names: pairs, values: given)
  }

  private func text(_ name: String) -> String? {
    for expression in expressions where expression.name == name { return expression.text }
    return nil
  }

  private mutating func parse<Result>(
    _ name: String, _ parse: ([UInt8], inout Placeholders) throws(ExpressionFault) -> Result
  ) throws(AWSError) -> Result? {
    guard let text = text(name) else { return nil }
    do {
      return try parse(Array(text.utf8), &placeholders)
    } catch {
      throw fail("Invalid \(name): \(error.message)")
    }
  }

  mutating func condition(_ name: String) throws(AWSError) -> Condition? {
    try parse(name) { (text: [UInt8], placeholders: inout Placeholders) throws(ExpressionFault) -> Condition in
      try ConditionAnalysis.condition(text, &placeholders)
    }
  }

  mutating func projection() throws(AWSError) -> Projection? {
    try parse("ProjectionExpression") {
      (text: [UInt8], placeholders: inout Placeholders) throws(ExpressionFault) -> Projection in
      try Projection.parse(text, &placeholders)
    }
  }

  mutating func update() throws(AWSError) -> Update? {
    try parse("UpdateExpression") {
      (text: [UInt8], placeholders: inout Placeholders) throws(ExpressionFault) -> Update in
      try UpdateAnalysis.update(text, &placeholders)
    }
  }

  mutating func keyConditions() throws(AWSError) -> [KeyCondition]? {
    guard let text = text("KeyConditionExpression") else { return nil }
    do {
      return try KeyCondition.parse(Array(text.utf8), &placeholders)
    } catch {
      throw AWSError.validation(error.message)
    }
  }

  /// The last of the checks: every placeholder was used.
  func checkAllUsed() throws(AWSError) {
    if let message = placeholders.unusedMessage { throw fail(message) }
  }

  /// Refuses paths that lead into a key's value.
  static func checkScalarKeys(_ paths: [DocumentPath], _ table: Table) throws(AWSError) {
    for path in paths where path.isNested {
      for attribute in table.key.attributes where attribute.name == path.name {
        throw AWSError.keyNotScalar(attribute.text)
      }
    }
  }
}
