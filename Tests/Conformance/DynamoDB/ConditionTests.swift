import Testing

@testable import DynamoDB

@Suite struct ConditionTests {
  static let subject = item([
    "a": n("5"), "b": s("hello"), "bin": b(1, 2, 3), "letters": ss("x", "y"), "nums": ns(1, 2),
    "elements": l(s("p"), n("7")),
    "m": m(["k": m(["deep": n("1")]), "note": s("t")]), "flag": .bool(true), "nothing": .null, "a2": n("5.0"),
  ])

  static let values: KeyValuePairs<String, AttributeValue> = [
    ":five": n("5"), ":six": n("6"), ":four": n("4"), ":hello": s("hello"), ":hel": s("hel"), ":x": s("x"),
    ":one": n("1"), ":seven": n("7"), ":N": s("N"), ":M": s("M"), ":NULL": s("NULL"), ":true": .bool(true),
    ":empty": s(""), ":bin": b(1, 2), ":set": ss("y", "x"), ":two": n("2"), ":list": l(s("p"), n("7")),
  ]

  static let holdsCases: [(String, Bool)] = [
    ("a = :five", true), ("a = :six", false), ("a <> :six", true), ("a < :six", true), ("a <= :five", true),
    ("a > :four", true), ("a >= :six", false), (":four < a", true), ("a = a2", true), ("a = b", false),
    ("a < b", false),
    ("absent = :five", false), ("absent <> :five", true), ("absent <> zz9", true), ("absent < :five", false),
    ("NOT absent < :five", true), ("a between :four and :six", true), ("a BETWEEN :five AND :five", true),
    ("a BETWEEN :six AND :seven", false), ("a IN (:six, :five)", true), ("a in (:six)", false),
    ("b IN (:five, :hello)", true),
    ("absent IN (absent2)", false), ("attribute_exists(a)", true), ("attribute_exists(m.k.deep)", true),
    ("attribute_exists(m.k.zz)", false),
    ("attribute_not_exists(zz)", true), ("attribute_not_exists(elements[1])", false),
    ("attribute_not_exists(elements[2])", true),
    ("attribute_type(a, :N)", true), ("attribute_type(m, :M)", true), ("attribute_type(nothing, :NULL)", true),
    ("attribute_type(zz, :N)", false),
    ("begins_with(b, :hel)", true), ("begins_with(b, :empty)", true), ("begins_with(bin, :bin)", true),
    ("begins_with(a, :hel)", false),
    ("contains(b, :hel)", true), ("contains(letters, :x)", true), ("contains(nums, :two)", true),
    ("contains(elements, :seven)", true),
    ("contains(elements, :six)", false), ("contains(a, :five)", false), ("letters = :set", true),
    ("elements = :list", true),
    ("flag = :true", true),
    ("size(b) = :five", true), ("size(letters) < :six", true), ("size(m) = :two", true), ("size(a) = :five", false),
    ("size(a) <> :five", true),
    ("size(m.k) = :one", true), ("size(:hello) = a", true), ("m.k.deep = :one", true), ("elements[1] = :seven", true),
    ("m.note.x = :one", false),
    // NOT binds tighter than AND, AND tighter than OR.
    ("a = :five OR a = :six AND a = :seven", true), ("(a = :five OR a = :six) AND a = :seven", false),
    ("NOT a = :six AND a = :five", true), ("NOT (a = :five AND b = :hello)", false), ("not not a = :five", true),
    ("(a) = :five", true), ("(a = :five)", true), ("(size(b)) >= (:five)", true),
    ("((a = :five) AND (b = :hello))", true),
    ("a=:five and(b=:hello)", true), ("attribute_exists (a)", true), ("(attribute_exists(a))", true),
    ("a = :five OR (b = :hel OR (b = :x))", true),
  ]

  @Test(arguments: ConditionTests.holdsCases)
  func holds(text: String, expected: Bool) throws {
    var placeholders = placeholders([:], Self.values)
    let condition = try ConditionAnalysis.condition(Array(text.utf8), &placeholders)
    #expect(condition.holds(for: Self.subject) == expected)
  }

  static let refusedCases: [(String, String)] = [
    ("", "The expression can not be empty;"), ("  \n", "The expression can not be empty;"),
    ("whatever", "Syntax error; token: \"<EOF>\", near: \"whatever\""),
    ("a = :x = :x", "Syntax error; token: \"=\", near: \":x = :x\""),
    ("a == :x", "Syntax error; token: \"=\", near: \"== :x\""),
    ("a != :x", "Syntax error; token: \"!\", near: \"a !=\""),
    ("a IN ()", "Syntax error; token: \")\", near: \"()\""),
    ("a = :x AND", "Syntax error; token: \"<EOF>\", near: \"AND\""),
    ("_f(b)", "Syntax error; token: \"_\", near: \"_f\""),
    ("a = : x", "Syntax error; token: \":\", near: \"= : x\""),
    ("(a = :x", "Syntax error; token: \"<EOF>\", near: \":x\""),
    ("a AND b = :x", "Syntax error; token: \"AND\", near: \"a AND b\""),
    ("(a) AND b = :x", "Syntax error; token: \"AND\", near: \") AND b\""),
    ("NOT a", "Syntax error; token: \"<EOF>\", near: \"a\""),
    ("((a = :x))", "The expression has redundant parentheses;"),
    ("((a)) = :x", "The expression has redundant parentheses;"),
    ("a = ((:x))", "The expression has redundant parentheses;"),
    ("dog(a)", "Invalid function name; function: dog"),
    ("BEGINS_WITH(a, :x)", "Invalid function name; function: BEGINS_WITH"),
    ("if_not_exists(a, :x)", "The function is not allowed in a condition expression; function: if_not_exists"),
    ("size(a)", "The function is not allowed to be used this way in an expression; function: size"),
    (
      "begins_with(a, :x) = :x",
      "The function is not allowed to be used this way in an expression; function: begins_with"
    ),
    (
      "contains(contains(a, b), :x)",
      "The function is not allowed to be used this way in an expression; function: contains"
    ),
    ("size = :x", "Attribute name is a reserved keyword; reserved keyword: size"),
    ("a.Status = :x", "Attribute name is a reserved keyword; reserved keyword: Status"),
    ("#n = :x", "An expression attribute name used in the document path is not defined; attribute name: #n"),
    ("a = :nope", "An expression attribute value used in expression is not defined; attribute value: :nope"),
    (
      "a = a",
      "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]"
    ),
    (
      "contains(a.b[1], a.b[1])",
      "The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [a, b, [1]]"
    ),
    (
      "size(a, b) = :x",
      "Incorrect number of operands for operator or function; operator or function: size, number of operands: 2"
    ),
    (
      "begins_with(a)",
      "Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1"
    ),
    ("attribute_exists(:x)", "Operator or function requires a document path; operator or function: attribute_exists"),
    (
      "begins_with(a, :five)",
      "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"
    ),
    (
      "size(:five) = :five",
      "Incorrect operand type for operator or function; operator or function: size, operand type: N"
    ),
    ("a < :true", "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL"),
    (
      "a BETWEEN :set AND :set",
      "Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: SS"
    ),
    (
      "attribute_type(a, :x)", "Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
    ),
    (
      "attribute_type(a, b)",
      "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}"
    ),
    (
      "a BETWEEN :six AND :five",
      "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:6}, upper bound operand: AttributeValue: {N:5}"
    ),
    (
      "a BETWEEN :six AND :x",
      "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:6}, upper bound operand: AttributeValue: {S:x}"
    ),
    ("a[99999999999] = :x", "List index is not within the allowable range; index: [99999999999]"),
    // The order of faults: parentheses, functions, places, reserved words, then clause by clause.
    ("((a = :x)) AND dog(b)", "The expression has redundant parentheses;"),
    ("size = :x AND dog(b)", "Invalid function name; function: dog"),
    ("#u = :x AND size = :x", "Attribute name is a reserved keyword; reserved keyword: size"),
    (
      "begins_with(a, :five) AND #u = :x",
      "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"
    ),
  ]

  @Test(arguments: ConditionTests.refusedCases)
  func refused(text: String, message: String) {
    var placeholders = placeholders([:], Self.values)
    #expect(throws: ExpressionFault(message)) { try ConditionAnalysis.condition(Array(text.utf8), &placeholders) }
  }

  @Test func limits() throws {
    var placeholders = placeholders([:], Self.values)
    func check(_ text: String) throws { _ = try ConditionAnalysis.condition(Array(text.utf8), &placeholders) }
    let spaces = String(repeating: " ", count: 4096 - "a=:five".utf8.count)
    try check("a=" + spaces + ":five")
    #expect(throws: ExpressionFault.size(4097)) { try check("a= " + spaces + ":five") }
    func nested(_ depth: Int) -> String {
      "a<:six " + String(repeating: "or (a<:six ", count: depth) + String(repeating: ")", count: depth)
    }
    try check(nested(149))
    #expect(throws: ExpressionFault.operators(301)) { try check(nested(150)) }
    #expect(throws: ExpressionFault.operators(301)) {
      try check("a<:six" + String(repeating: " or a<:six", count: 150))
    }
    #expect(throws: ExpressionFault.operators(301)) { try check(String(repeating: "not ", count: 1000) + "a<:six") }
    let many = (0..<99).map { _ in ":six" }.joined(separator: ",")
    try check("a IN (\(many))")
    #expect(throws: ExpressionFault.tooManyInOperands(101)) { try check("a IN (\(many),:five)") }
    // Deep nesting of any kind is an error, not a crash.
    for text in [
      String(repeating: "(", count: 4096), String(repeating: "f(", count: 2000),
      "a = " + String(repeating: "(", count: 2000) + ":six" + String(repeating: ")", count: 2000),
      "a < " + String(repeating: "size(", count: 680) + "b" + String(repeating: ")", count: 680),
    ] {
      #expect(throws: ExpressionFault.self) { try check(text) }
    }
    let path = "a" + String(repeating: ".b", count: 31)
    try check("attribute_exists(\(path))")
    #expect(throws: ExpressionFault.pathDepth(33)) { try check("attribute_exists(\(path).b)") }
  }

  @Test func placeholdersStandForNames() throws {
    var placeholders = placeholders(["#s": "size", "#dotted": "m.k", "#unused": "x"], [":v": s("1"), ":w": s("2")])
    let condition = try ConditionAnalysis.condition(Array("#s = :v OR #dotted = :v".utf8), &placeholders)
    #expect(condition.holds(for: item(["m.k": s("1")])))
    #expect(condition.paths.map(\.description) == ["[size]", "[m.k]"])
    #expect(
      placeholders.unusedMessage == "Value provided in ExpressionAttributeNames unused in expressions: keys: {#unused}")
  }

  @Test func unusedValuesAreNamed() throws {
    var placeholders = placeholders([:], [":v": s("1"), ":w": s("2"), ":z": s("3")])
    _ = try ConditionAnalysis.condition(Array("a = :w".utf8), &placeholders)
    #expect(
      placeholders.unusedMessage == "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v, :z}")
  }

  /// Random conditions over three truths agree with Swift's own operators.
  @Test func agreesWithAPlainModel() throws {
    var generator = SeededGenerator(seed: 3)
    let subject = item(["t": s("1"), "f": s("0")])
    for _ in 0..<500 {
      var text = ""
      let expected = Self.random(depth: 4, &text, &generator)
      var placeholders = placeholders([:], [":one": s("1")])
      let condition = try ConditionAnalysis.condition(Array(text.utf8), &placeholders)
      #expect(condition.holds(for: subject) == expected, "\(text)")
    }
  }

  /// Writes a disjunction and gives its truth; parentheses only where they are needed.
  private static func random(depth: Int, _ text: inout String, _ generator: inout SeededGenerator) -> Bool {
    var result = false
    for index in 0..<Int.random(in: 1...2, using: &generator) {
      if index > 0 { text += " OR " }
      var all = true
      for inner in 0..<Int.random(in: 1...2, using: &generator) {
        if inner > 0 { text += " AND " }
        let negated = Bool.random(using: &generator)
        if negated { text += "NOT " }
        let truth: Bool
        if depth > 0 && Bool.random(using: &generator) {
          // Two operands at the least keep `((…))` away.
          text += "(f = :one OR "
          truth = random(depth: depth - 1, &text, &generator)
          text += ")"
        } else {
          truth = Bool.random(using: &generator)
          text += truth ? "t = :one" : "f = :one"
        }
        all = all && (truth != negated)
      }
      result = result || all
    }
    return result
  }
}
