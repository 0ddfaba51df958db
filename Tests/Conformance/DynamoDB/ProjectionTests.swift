import Testing

@testable import DynamoDB

@Suite struct ProjectionTests {
  static let subject = item([
    "a": n("1"), "b": s("two"), "m": m(["x": m(["y": n("3"), "z": n("4")]), "w": n("5")]),
    "l": l(n("0"), m(["k": n("1"), "j": n("2")]), n("2"), l(n("30"), n("31"))),
  ])

  static let appliedCases: [(String, Item)] = [
    ("a", item(["a": n("1")])), ("b, a", item(["b": s("two"), "a": n("1")])), ("zz", item([:])),
    ("m.x", item(["m": m(["x": m(["y": n("3"), "z": n("4")])])])),
    ("m.x.z,m.w", item(["m": m(["x": m(["z": n("4")]), "w": n("5")])])),
    ("l[2], l[0]", item(["l": l(n("0"), n("2"))])), ("l[1].k, l[3][1]", item(["l": l(m(["k": n("1")]), l(n("31")))])),
    ("l[9], m.zz, a.b", item([:])), ("#m.#x.y", item(["m": m(["x": m(["y": n("3")])])])),
  ]

  @Test(arguments: ProjectionTests.appliedCases)
  func applied(text: String, expected: Item) throws {
    var placeholders = placeholders(["#m": "m", "#x": "x"])
    #expect(try Projection.parse(Array(text.utf8), &placeholders).applied(to: Self.subject) == expected)
  }

  static let refusedCases: [(String, String)] = [
    ("", "The expression can not be empty;"), ("!!! INVALID !!!", "Syntax error; token: \"!\", near: \"!!\""),
    ("a,", "Syntax error; token: \"<EOF>\", near: \",\""), ("a b", "Syntax error; token: \"b\", near: \"a b\""),
    ("a.0", "Syntax error; token: \"0\", near: \".0\""), ("a[b]", "Syntax error; token: \"b\", near: \"[b]\""),
    ("a, status", "Attribute name is a reserved keyword; reserved keyword: status"),
    ("#u", "An expression attribute name used in the document path is not defined; attribute name: #u"),
    (
      "a, b, a",
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]"
    ),
    (
      "m.x, m",
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m, x], path two: [m]"
    ),
    (
      "m.x, m[0]",
      "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, x], path two: [m, [0]]"
    ),
  ]

  @Test(arguments: ProjectionTests.refusedCases)
  func refused(text: String, message: String) {
    var placeholders = placeholders()
    #expect(throws: ExpressionFault(message)) { try Projection.parse(Array(text.utf8), &placeholders) }
  }
}
