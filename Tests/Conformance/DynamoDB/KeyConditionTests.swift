import Testing

@testable import DynamoDB

@Suite struct KeyConditionTests {
  private static func parse(_ text: String) throws -> [KeyCondition] {
    var placeholders = placeholders(["#p": "p"], [":p": s("1"), ":q": s("2")])
    return try KeyCondition.parse(Array(text.utf8), &placeholders)
  }

  static let parsedCases: [(String, String)] = [
    ("p = :p", "p equal 1"), ("#p=:p AND c < :q", "p equal 1, c less 2"),
    (":q >= c AND :p = p", "c lessOrEqual 2, p equal 1"),
    ("(p = :p) AND (c BETWEEN :p AND :q)", "p equal 1, c between 1 2"),
    ("p = :p and begins_with(c, :q)", "p equal 1, c beginsWith 2"),
  ]

  @Test(arguments: KeyConditionTests.parsedCases)
  func parsed(text: String, shown: String) throws {
    let conditions = try Self.parse(text).map { condition in
      let values = condition.values.map {
        if case .string(let text) = $0 { String(decoding: text, as: UTF8.self) } else { "?" }
      }
      return
        "\(String(decoding: condition.name, as: UTF8.self)) \(condition.comparison) \(values.joined(separator: " "))"
    }
    #expect(conditions.joined(separator: ", ") == shown)
  }

  static let refusedCases: [(String, String)] = [
    ("", "Invalid KeyConditionExpression: The expression can not be empty;"),
    ("((p = :p))", "Invalid KeyConditionExpression: The expression has redundant parentheses;"),
    (
      "p = :z",
      "Invalid KeyConditionExpression: An expression attribute value used in expression is not defined; attribute value: :z"
    ),
    ("p = :p OR c = :q", "Invalid operator used in KeyConditionExpression: OR"),
    ("NOT p = :p", "Invalid operator used in KeyConditionExpression: NOT"),
    ("p IN (:p)", "Invalid operator used in KeyConditionExpression: IN"),
    ("p <> :p", "Invalid operator used in KeyConditionExpression: <>"),
    ("attribute_exists(p)", "Invalid operator used in KeyConditionExpression: attribute_exists"),
    ("p = :p AND p = :p", "KeyConditionExpressions must only contain one condition per key"),
    ("p.a = :p", "KeyConditionExpressions cannot have conditions on nested attributes"),
    ("size(p) = :p", "KeyConditionExpressions cannot contain nested operations"),
    ("p = c", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"),
    (":p = :q", "Invalid condition in KeyConditionExpression: No key attribute specified"),
    (
      ":p BETWEEN :p AND :q",
      "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand"
    ),
  ]

  @Test(arguments: KeyConditionTests.refusedCases)
  func refused(text: String, message: String) {
    #expect(throws: ExpressionFault(message)) { try Self.parse(text) }
  }

  @Test func legacyConditions() throws {
    let subject = item(["a": n("5"), "s": s("hello"), "set": ss("x")])
    func holds(_ name: String, _ comparison: ComparisonOperator, _ values: AttributeValue...) throws -> Bool {
      let condition = AttributeCondition(Array(name.utf8), comparison, values)
      try condition.check()
      return condition.holds(for: subject)
    }
    #expect(try holds("a", .equal, n("5")))
    #expect(try holds("a", .in, n("4"), n("5")))
    #expect(try holds("a", .between, n("4"), n("6")))
    #expect(try holds("none", .null))
    #expect(try holds("a", .notNull))
    #expect(try holds("none", .notEqual, n("1")))
    #expect(try holds("s", .beginsWith, s("he")))
    #expect(try holds("set", .contains, s("x")))
    #expect(try holds("set", .notContains, s("y")))
    #expect(try !holds("a", .greater, n("5")))
    #expect(
      throws: ExpressionFault(
        "One or more parameter values were invalid: Invalid number of argument(s) for the EQ ComparisonOperator")
    ) {
      try holds("a", .equal)
    }
    #expect(
      throws: ExpressionFault(
        "One or more parameter values were invalid: ComparisonOperator LT is not valid for SS AttributeValue type")
    ) {
      try holds("a", .less, ss("x"))
    }
    #expect(
      throws: ExpressionFault(
        "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound")
    ) {
      try holds("a", .between, n("6"), n("4"))
    }
  }
}
