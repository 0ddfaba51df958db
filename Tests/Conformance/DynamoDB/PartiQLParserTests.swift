import Testing

@testable import DynamoDB

/// Statements as values: what is read, and the words for what is not (AWS's, as recorded).
@Suite struct PartiQLParserTests {
  private func fault(_ statement: String, _ parameters: [AttributeValue] = []) -> String? {
    do {
      let parsed = try PartiQLParser.parse(statement, parameters)
      if case .update(let update) = parsed { _ = try PartiQLAnalysis.update(update.actions) }
      if case .select(let select) = parsed, let term = select.condition { _ = try PartiQLAnalysis.condition(term) }
      if case .insert(_, let members) = parsed { _ = try PartiQLValue.map(of: members) }
      return nil
    } catch {
      return error.message
    }
  }

  private static let malformed = "Statement wasn't well formed, can't be processed: "

  @Test(arguments: [
    (#"SELECT * FROM "T" WHERE pk = 1 foo"#, "Unexpected token after expression"),
    (#"SELECT * FROM "T" WHERE pk = 1)"#, "Unexpected token after expression"),
    (#"INSERT INTO "T" t VALUE {'pk': 'x'}"#, "Unexpected token after expression"),
    (#"SELECT * FROM "T" ORDER BY pk WHERE pk = 1"#, "Unexpected token after expression"),
    (#"SELECT * FROM "T" WHERE pk = 1e2147483648"#, ""),
    (#"SELECT * FROM "T" WHERE pk = 1.5e-2147483647"#, ""),
    (#"SELECT * FROM "T" WHERE pk = 1 # note"#, ""),
    (#"SELECT * FROM "T" WHERE pk = 1 /* note"#, ""),
    (#"SELECT * FROM "T" WHERE"#, "Unexpected term"),
    (#"SELECT * FROM "T" WHERE;"#, "Unexpected term"),
    (#"SELECT * FROM "T" WHERE ("#, "Unexpected term"),
    (#"SELECT * FROM "T" WHERE NOT"#, "Unexpected term"),
    (#"SELECT * FROM "T" WHERE pk = 'a' AND"#, "Missing right-hand side expression of infix operator"),
    (#"SELECT * FROM "T" WHERE ORDER BY pk"#, "Unexpected keyword"),
    (#"SELECT * FROM "T" WHERE IS NULL"#, "Unexpected operator"),
    (#"SELECT * FROM "T" WHERE pk = LIKE"#, "Unexpected operator"),
    (#"SELECT * FROM "T" WHERE pk = 'a' AND x IS FOO"#, "Expected type name"),
    (#"SELECT * FROM "T" WHERE attribute_exists(m.inner)"#, "Invalid path dot component"),
    ("DELETE FROM", "Expected identifier for simple path"),
    ("DELETE FROM WHERE pk = 'a'", "Expected identifier for simple path"),
    ("SELECT * FROM", "Unexpected term"),
    (#"UPDATE "T" WHERE pk = 'a'"#, "Expected data manipulation"),
  ])
  func whatCannotBeRead(_ statement: String, _ detail: String) {
    #expect(fault(statement) == Self.malformed + detail)
  }

  @Test(arguments: [
    (#"SELECT * FROM "T" t WHERE pk = 'x'"#, "Aliasing is not supported"),
    (#"UPDATE "T" t SET a = 3 WHERE pk = 'x'"#, "Aliasing is not supported"),
    ("x IS INT4", "Unsupported operation: IsType"),
    ("SELECT * FROM my-table", "Unexpected from source"),
    (
      #"SELECT * FROM "T" WHERE pk = 1e126"#,
      "Number overflow. Attempting to store a number with magnitude larger than supported range under root"
    ),
    (
      #"SELECT * FROM "T" WHERE attribute_exists('ss')"#,
      "Operator or function requires a document path; operator or function: attribute_exists"
    ),
    (
      #"SELECT * FROM "T" WHERE attribute_exists()"#,
      "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of "
        + "operands: 0"
    ),
    (#"SELECT attribute_exists(ss) FROM "T""#, "Unexpected path component at 1:8:16"),
    (#"SELECT * FROM "T" WHERE pk = 'a' AND EXISTS(ss)"#, "Unrecognized function: exists at 1:38:6"),
    (
      #"UPDATE "T" SET t = set_add(ss, <<'x'>>) WHERE pk = 'a'"#,
      "The first argument to SET_ADD must equal the assignment value at 1:20:7"
    ),
    (
      #"UPDATE "T" SET ss = set_add(ss, 'x') WHERE pk = 'a'"#,
      "The second argument to SET_ADD must be a value with type SET at 1:29:2"
    ),
    (#"UPDATE "T" SET ss = set_add(ss) WHERE pk = 'a'"#, "SET_ADD must have exactly two arguments at 1:21:7"),
    (#"UPDATE "T" SET ss = set_add(ss, <<>>) WHERE pk = 'a'"#, "Empty bags are not supported"),
    (
      #"INSERT INTO "T" VALUE {'a': <<'x', 'x'>>}"#,
      "One or more parameter values were invalid: Input collection [x, x] contains duplicates."
    ),
  ])
  func whatIsNotTaken(_ statement: String, _ message: String) {
    #expect(fault(statement) == message)
  }

  @Test func parametersMustMatch() {
    let count = "Number of parameters in request and statement don't match."
    #expect(fault(#"SELECT * FROM "T" WHERE pk = ?"#) == count)
    #expect(fault(#"SELECT * FROM "T" WHERE pk = ?"#, [.string("a"), .string("b")]) == count)
    #expect(fault(#"SELECT * FROM "T" WHERE pk = ?"#, [.string("a")]) == nil)
  }

  @Test func readsTermsByTheirPrecedence() throws {
    let statement = try PartiQLParser.parse(
      #"SELECT a, b.c[1], "d e" FROM "T"."i" WHERE NOT x = 1 AND y IN [1, -2.5e1] OR z IS NOT MISSING ORDER BY s DESC;"#,
      [])
    guard case .select(let select) = statement else {
      Issue.record("no select")
      return
    }
    #expect(select.source == PartiQLSource(table: "T", index: "i"))
    #expect(select.paths?.map(\.description) == ["[a]", "[b, c, [1]]", "[d e]"])
    #expect(select.order.count == 1 && select.order[0].isDescending)
    let condition = try PartiQLAnalysis.condition(try #require(select.condition))
    func item(_ values: [(String, Int)]) -> Item {
      Item(AttributeMap(values.map { (Array($0.0.utf8), .number(DecimalNumber($0.1))) }))
    }
    #expect(condition.holds(for: item([("x", 2), ("y", -25)])))
    #expect(!condition.holds(for: item([("x", 1), ("y", -25)])))
    #expect(condition.holds(for: item([("x", 1), ("z", 0)])))
  }

  @Test func keysOfAWrite() throws {
    let key = TableKey(KeyAttribute("p", .string), KeyAttribute("c", .number))
    func keys(_ condition: String) throws -> (Item, Condition?) {
      guard case .delete(let delete) = try PartiQLParser.parse("DELETE FROM T WHERE " + condition, []) else {
        throw PartiQLFault("no delete")
      }
      return try PartiQLKeys.single(delete.condition, key)
    }
    let (item, rest) = try keys("c = 1 AND 'a' = p AND x > 3")
    #expect(item.attributeCount == 2 && rest != nil)
    #expect(throws: PartiQLFault.missingKeys) { try keys("p = 'a'") }
    #expect(throws: PartiQLFault.missingKeys) { try keys("p = 'a' OR c = 1") }
    #expect(throws: PartiQLFault.self) { try keys("p = 'a' AND p = 'b' AND c = 1") }
  }
}
