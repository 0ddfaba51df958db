import Testing

@testable import DynamoDB

@Suite struct UpdateTests {
  static let values: KeyValuePairs<String, AttributeValue> = [
    ":one": n("1"), ":two": n("2"), ":x": s("x"), ":list": l(s("p"), s("q")), ":set": ss("c", "d"), ":nums": ns(1),
    ":map": m(["in": n("1")]), ":big": n("99e124"), ":empty": l(),
  ]

  private static func apply(_ text: String, to item: Item) throws -> Item {
    var placeholders = placeholders(["#s": "size"], values)
    return try UpdateAnalysis.update(Array(text.utf8), &placeholders).applied(to: item)
  }

  static let appliedCases: [(String, Item, Item)] = [
    ("SET a = :one", item(["a": s("old")]), item(["a": n("1")])),
    ("set a = :one, b = :x", item([:]), item(["a": n("1"), "b": s("x")])),
    ("SET a = b, b = a", item(["a": n("1"), "b": n("2")]), item(["a": n("2"), "b": n("1")])),
    ("SET a = a + :two", item(["a": n("5")]), item(["a": n("7")])),
    ("SET a = :one - a", item(["a": n("5")]), item(["a": n("-4")])),
    ("SET a = (a + :two)", item(["a": n("5")]), item(["a": n("7")])),
    ("SET a = (a) + (:two)", item(["a": n("5")]), item(["a": n("7")])),
    ("SET a = if_not_exists(a, :one) + :two", item([:]), item(["a": n("3")])),
    ("SET a = if_not_exists(a, :one)", item(["a": s("kept")]), item(["a": s("kept")])),
    ("SET a = if_not_exists(b, if_not_exists(c, :one))", item([:]), item(["a": n("1")])),
    ("SET a = list_append(a, :list)", item(["a": l(n("1"))]), item(["a": l(n("1"), s("p"), s("q"))])),
    ("SET a = list_append(:list, if_not_exists(a, :empty))", item([:]), item(["a": l(s("p"), s("q"))])),
    ("SET m.k = :one", item(["m": m(["o": .null])]), item(["m": m(["o": .null, "k": n("1")])])),
    ("SET m.l[1].z = :one", item(["m": m(["l": l(.null, m([:]))])]), item(["m": m(["l": l(.null, m(["z": n("1")]))])])),
    ("SET a[1] = :x", item(["a": l(n("1"), n("2"))]), item(["a": l(n("1"), s("x"))])),
    ("SET a[7] = :x, a[5] = :one", item(["a": l(n("0"))]), item(["a": l(n("0"), n("1"), s("x"))])),
    ("SET #s = :one", item([:]), item(["size": n("1")])),
    ("REMOVE a, b", item(["a": .null, "c": .null]), item(["c": .null])),
    ("REMOVE a[0], a[2]", item(["a": l(n("0"), n("1"), n("2"), n("3"))]), item(["a": l(n("1"), n("3"))])),
    ("REMOVE a[0], a[1].b", item(["a": l(n("0"), m(["b": .null]))]), item(["a": l(m([:]))])),
    ("REMOVE a[9], m.zz", item(["a": l(n("0")), "m": m([:])]), item(["a": l(n("0")), "m": m([:])])),
    ("SET a[0] = a[1] REMOVE a[1]", item(["a": l(n("0"), n("1"))]), item(["a": l(n("1"))])),
    ("ADD a :one", item([:]), item(["a": n("1")])), ("ADD a :two", item(["a": n("-2")]), item(["a": n("0")])),
    ("ADD m.c :one", item(["m": m(["c": n("4")])]), item(["m": m(["c": n("5")])])),
    ("ADD a :set", item(["a": ss("a", "c")]), item(["a": ss("a", "c", "d")])),
    ("ADD a :set", item([:]), item(["a": ss("c", "d")])),
    ("DELETE a :set", item(["a": ss("a", "c")]), item(["a": ss("a")])),
    ("DELETE a :set", item(["a": ss("c")]), item([:])),
    ("DELETE a :set", item(["b": .null]), item(["b": .null])),
    (
      "REMOVE b SET a = b DELETE s :set ADD n :one", item(["b": s("x"), "s": ss("c", "e"), "n": n("1")]),
      item(["a": s("x"), "s": ss("e"), "n": n("2")])
    ),
  ]

  @Test(arguments: UpdateTests.appliedCases)
  func applied(text: String, before: Item, after: Item) throws {
    #expect(try Self.apply(text, to: before) == after)
  }

  static let refusedCases: [(String, String)] = [
    ("", "The expression can not be empty;"),
    ("INVALID SYNTAX HERE", "Syntax error; token: \"INVALID\", near: \"INVALID SYNTAX\""),
    ("SET", "Syntax error; token: \"<EOF>\", near: \"SET\""), ("SET a", "Syntax error; token: \"<EOF>\", near: \"a\""),
    ("SET a = ", "Syntax error; token: \"<EOF>\", near: \"=\""),
    ("ADD hits : incr", "Syntax error; token: \":\", near: \"hits : incr\""),
    ("SET my-attr = :x", "Syntax error; token: \"-\", near: \"my-attr\""),
    ("SET a = :x, SET b = :x", "Syntax error; token: \"SET\", near: \", SET b\""),
    ("SET a = if_not_exists(c, :one+:two)", "Syntax error; token: \"+\", near: \":one+:two\""),
    ("ADD a b", "Syntax error; token: \"b\", near: \"a b\""),
    ("SET a = :one + :two + :one", "Syntax error; token: \"+\", near: \":two + :one\""),
    ("SET a = :x SET b = :x", "The \"SET\" section can only be used once in an update expression;"),
    ("SET status = :x", "Attribute name is a reserved keyword; reserved keyword: status"),
    ("SET a = f(b, c)", "Invalid function name; function: f"),
    ("SET a = size(b)", "The function is not allowed in an update expression; function: size"),
    (
      "SET a = list_append(list_append(:list, :list), :list)",
      "The function is not allowed to be used this way in an expression; function: list_append"
    ),
    ("SET #u = :x", "An expression attribute name used in the document path is not defined; attribute name: #u"),
    ("SET a = :nope", "An expression attribute value used in expression is not defined; attribute value: :nope"),
    (
      "SET a = :x, a = :one",
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]"
    ),
    (
      "SET a.b = :x REMOVE a",
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]"
    ),
    (
      "SET a.b = :x, a[1] = :x",
      "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]"
    ),
    ("ADD a :x", "Incorrect operand type for operator or function; operator: ADD, operand type: STRING"),
    ("ADD a :list", "Incorrect operand type for operator or function; operator: ADD, operand type: LIST"),
    ("DELETE a :one", "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER"),
    ("SET a = :x + :one", "Incorrect operand type for operator or function; operator or function: +, operand type: S"),
    (
      "SET a = list_append(a, :one)",
      "Incorrect operand type for operator or function; operator or function: list_append, operand type: N"
    ),
    (
      "SET a = list_append(:list)",
      "Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1"
    ),
    (
      "SET a = if_not_exists(:one, :two)",
      "Operator or function requires a document path; operator or function: if_not_exists"
    ),
  ]

  @Test(arguments: UpdateTests.refusedCases)
  func refused(text: String, message: String) {
    #expect(throws: ExpressionFault(message)) { try Self.apply(text, to: item([:])) }
  }

  static let doesNotFitCases: [(String, Item, UpdateFault)] = [
    ("SET a = b", item([:]), UpdateFault.missingAttribute), ("SET a = b + :one", item(["b": s("x")]), .operandType),
    ("SET m.k = :one", item([:]), .invalidPath), ("SET m.k = :one", item(["m": l()]), .invalidPath),
    ("SET m[0] = :one", item(["m": m([:])]), .invalidPath), ("REMOVE m.k", item([:]), .invalidPath),
    ("SET a = list_append(b, :list)", item(["b": n("1")]), .operandType),
    ("ADD a :one", item(["a": s("x")]), .operandType),
    ("ADD a :set", item(["a": ns(1)]), .operandType), ("DELETE a :set", item(["a": n("1")]), .operandType),
    ("SET a = a + :big", item(["a": n("9e125")]), .number(.overflow)),
    ("ADD a :big", item(["a": n("1")]), .number(.overflow)),
  ]

  @Test(arguments: UpdateTests.doesNotFitCases)
  func doesNotFit(text: String, before: Item, fault: UpdateFault) {
    #expect(throws: fault) { try Self.apply(text, to: before) }
  }

  @Test func legacyUpdates() throws {
    let before = item(["a": n("1"), "l": l(n("1")), "s": ss("x", "y"), "gone": .null])
    let after = try AttributeUpdate.apply(
      [
        AttributeUpdate(Array("a".utf8), .add, n("2")), AttributeUpdate(Array("l".utf8), .add, l(n("2"))),
        AttributeUpdate(Array("s".utf8), .delete, ss("x")), AttributeUpdate(Array("gone".utf8), .delete, nil),
        AttributeUpdate(Array("new".utf8), .put, s("v")),
      ], to: before)
    #expect(after == item(["a": n("3"), "l": l(n("1"), n("2")), "s": ss("y"), "new": s("v")]))
    #expect(throws: UpdateFault.typeMismatch) {
      try AttributeUpdate.apply([AttributeUpdate(Array("a".utf8), .add, ss("x"))], to: before)
    }
    #expect(
      throws: ExpressionFault("One or more parameter values were invalid: ADD action is not supported for the type S")
    ) {
      try AttributeUpdate([97], .add, s("x")).check()
    }
    #expect(
      throws: ExpressionFault(
        "One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified")
    ) {
      try AttributeUpdate([97], .put, nil).check()
    }
  }
}
