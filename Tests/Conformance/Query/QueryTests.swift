import Query
import SQLParser
import Testing

@Suite struct QueryTests {
  static let tables = """
    WITH p(id, name, city) AS (VALUES (1, 'ana', 'lima'), (2, 'bob', 'quito'), (3, 'eva', NULL), (4, 'dan', 'lima')),
    o(pid, amount) AS (VALUES (1, 10.50), (1, 4.50), (2, 7.00), (9, 1.00))

    """

  @Test(arguments: [
    Sample("SELECT name FROM p WHERE city = 'lima' ORDER BY name DESC", "dan\nana"),
    Sample("SELECT p.name, o.amount FROM p JOIN o ON p.id = o.pid ORDER BY 1, 2", "ana|4.50\nana|10.50\nbob|7.00"),
    Sample(
      "SELECT name, amount FROM p LEFT JOIN o ON id = pid ORDER BY name, amount",
      "ana|4.50\nana|10.50\nbob|7.00\ndan|∅\neva|∅"),
    Sample("SELECT name, pid FROM p RIGHT JOIN o ON id = pid ORDER BY pid, name", "ana|1\nana|1\nbob|2\n∅|9"),
    Sample("SELECT name, pid FROM p FULL JOIN o ON id = pid ORDER BY 2, 1", "ana|1\nana|1\nbob|2\n∅|9\ndan|∅\neva|∅"),
    Sample("SELECT count(*) FROM p CROSS JOIN o", "16"),
    Sample("SELECT count(*) FROM p, o WHERE id = pid AND amount > 5", "2"),
    Sample(
      "SELECT * FROM p JOIN (SELECT pid AS id, amount FROM o) x USING (id) ORDER BY amount",
      "1|ana|lima|4.50\n2|bob|quito|7.00\n1|ana|lima|10.50"),
    Sample("SELECT city, count(*) c FROM p GROUP BY city ORDER BY c DESC, city", "lima|2\nquito|1\n∅|1"),
    Sample("SELECT city, count(*) FROM p GROUP BY 1 HAVING count(*) > 1", "lima|2"),
    Sample("SELECT sum(amount), avg(amount), min(amount), max(amount), count(*) FROM o", "23.00|5.75|1.00|10.50|4"),
    Sample(
      "SELECT upper(city) u, array_agg(name) FROM p WHERE city IS NOT NULL GROUP BY upper(city) ORDER BY u",
      "LIMA|[ana, dan]\nQUITO|[bob]"),
    Sample("SELECT count(DISTINCT city), count(city), count_if(id > 2), max_by(name, id) FROM p", "2|3|2|dan"),
    Sample("SELECT count(*) FILTER (WHERE city = 'lima') FROM p", "2"),
    Sample("SELECT sum(id) FROM p WHERE false", "∅"),
    Sample("SELECT DISTINCT city FROM p ORDER BY city NULLS FIRST", "∅\nlima\nquito"),
    Sample("SELECT id FROM p ORDER BY id DESC LIMIT 2", "4\n3"),
    Sample("SELECT id FROM p ORDER BY id OFFSET 1 LIMIT 2", "2\n3"),
    Sample("SELECT id FROM p ORDER BY id FETCH FIRST 1 ROW ONLY", "1"),
    Sample("SELECT name FROM p WHERE id IN (SELECT pid FROM o) ORDER BY 1", "ana\nbob"),
    Sample("SELECT name FROM p WHERE id NOT IN (SELECT pid FROM o) ORDER BY 1", "dan\neva"),
    Sample("SELECT name FROM p WHERE id = (SELECT max(pid) - 7 FROM o)", "bob"),
    Sample("SELECT EXISTS (SELECT 1 FROM o WHERE pid = 77)", "false"),
    Sample("SELECT (SELECT pid FROM o)", "SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows"),
    Sample("SELECT pid FROM o UNION SELECT id FROM p ORDER BY 1", "1\n2\n3\n4\n9"),
    Sample("SELECT pid FROM o UNION ALL SELECT 1.5 ORDER BY 1 DESC LIMIT 1", "9.0"),
    Sample("SELECT pid FROM o INTERSECT SELECT id FROM p ORDER BY 1", "1\n2"),
    Sample("SELECT pid FROM o EXCEPT SELECT id FROM p", "9"),
    Sample("SELECT pid FROM o EXCEPT ALL SELECT 1 ORDER BY 1", "1\n2\n9"),
    Sample("SELECT x FROM (SELECT id * 2 AS x FROM p) t WHERE x > 4 ORDER BY t.x", "6\n8"),
    Sample(
      "SELECT id, e, n FROM p CROSS JOIN UNNEST(ARRAY['a','b']) WITH ORDINALITY AS t(e, n) WHERE id < 3 ORDER BY 1, 3",
      "1|a|1\n1|b|2\n2|a|1\n2|b|2"),
    Sample("SELECT k, v FROM UNNEST(MAP(ARRAY['a','b'], ARRAY[1,2])) AS t(k, v) ORDER BY k", "a|1\nb|2"),
    Sample(
      "SELECT name, row_number() OVER (ORDER BY id) FROM p",
      "NOT_SUPPORTED: line 3:27: Window functions (OVER) is not supported by this engine"),
    Sample("SELECT id + 1 AS id2 FROM p GROUP BY id ORDER BY id2 DESC LIMIT 1", "5"),
    Sample(
      "SELECT stddev(id), variance(id), bool_and(id > 0), approx_distinct(city) FROM p",
      "1.2909944487358056|1.6666666666666667|true|2"),
    Sample("SELECT city, sum(id) FROM p GROUP BY city ORDER BY sum(id) DESC LIMIT 1", "lima|5"),
    Sample("SELECT a.id, b.id FROM p a JOIN p b ON a.id < b.id WHERE a.city = b.city", "1|4"),
    Sample("SELECT name FROM p ORDER BY city, name", "ana\ndan\nbob\neva"),
  ])
  func results(_ sample: Sample) async {
    let found: String = await Engine().text(Self.tables + sample.sql)
    #expect(found == sample.expected, "\(sample.sql)")
  }

  @Test(arguments: [
    Sample(
      "SELECT missing_column",
      "COLUMN_NOT_FOUND: line 1:8: Column 'missing_column' cannot be resolved or requester is not authorized to access requested resources"
    ),
    Sample("SELECT * FROM t", "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.default.t' does not exist"),
    Sample("SELECT * FROM x.t", "SCHEMA_NOT_FOUND: line 1:15: Schema 'x' does not exist"),
    Sample("SELECT * FROM c.x.t", "CATALOG_NOT_FOUND: line 1:15: Catalog 'c' does not exist"),
    Sample(
      "SELECT a, count(*) FROM (VALUES (1, 2)) t(a, b) GROUP BY b",
      "EXPRESSION_NOT_AGGREGATE: line 1:8: 'a' must be an aggregate expression or appear in GROUP BY clause"),
    Sample(
      "SELECT a + 1, count(*) FROM (VALUES (1, 2)) t(a, b) GROUP BY b",
      "EXPRESSION_NOT_AGGREGATE: line 1:10: '(a + 1)' must be an aggregate expression or appear in GROUP BY clause"),
    Sample("SELECT a FROM (VALUES 1) t(a), (VALUES 2) u(a)", "AMBIGUOUS_NAME: line 1:8: Column 'a' is ambiguous"),
    Sample(
      "SELECT 1 WHERE 1", "TYPE_MISMATCH: line 1:16: WHERE clause must evaluate to a boolean: actual type integer"),
    Sample("SELECT sum(sum(1))", "NESTED_AGGREGATION: line 1:12: Cannot nest aggregations inside aggregation 'sum'"),
    Sample(
      "SELECT 1 UNION SELECT 'a'",
      "TYPE_MISMATCH: line 1:10: column 1 in UNION query has incompatible types: integer, varchar(1)"),
    Sample("SELECT FROM t", "line 1:8: mismatched input 'FROM'. Expecting: '*', 'ALL', 'DISTINCT', <expression>"),
    Sample("SELECT 1 +\n  FROM t", "line 2:3: mismatched input 'FROM'. Expecting: <expression>"),
    Sample("SELECT 1; SELECT 2", "Only one sql statement is allowed. Got: SELECT 1; SELECT 2"),
    Sample("INSERT INTO t VALUES (1)", "NOT_SUPPORTED: The statement INSERT INTO is not supported by this engine"),
    Sample(
      "CREATE TABLE t AS SELECT 1",
      "NOT_SUPPORTED: The statement CREATE TABLE AS SELECT is not supported by this engine"),
    Sample("EXPLAIN SELECT 1", "NOT_SUPPORTED: The statement EXPLAIN is not supported by this engine"),
    Sample("CREATE EXTERNAL TABLES x", "FAILED: ParseException line 1:16 mismatched input 'TABLES' expecting TABLE"),
    Sample("SELECT transform(ARRAY[1], x -> x)", "FUNCTION_NOT_FOUND: line 1:8: Function 'transform' not registered"),
    Sample("SELECT ?", "INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 1 but found 0"),
    Sample(
      "SELECT a FROM (VALUES 1) t(a) WHERE EXISTS (SELECT 1 FROM (VALUES 1) u(b) WHERE b = a)",
      "NOT_SUPPORTED: line 1:85: A correlated subquery (column 'a' of the outer query) is not supported by this engine"),
  ])
  func failures(_ sample: Sample) async {
    let found: String = await Engine().text(sample.sql)
    #expect(found == sample.expected, "\(sample.sql)")
  }

  @Test func parametersAreLiterals() async {
    let engine = Engine()
    #expect(await engine.text("SELECT ? || 'x', ? + 1", ["'it''s'", "41"]) == "it'sx|42")
  }

  @Test func columnsAreDescribed() async throws {
    let outcome = try await Engine().run(
      "SELECT CAST(NULL AS varchar) a, '' b, 1 AS C, CAST(1 AS decimal(6,2)), ARRAY[1] d, 1e0 e, CAST(1 AS real), "
        + "TIMESTAMP '2024-01-01 00:00:00', CAST('x' AS char(4)), now(), true, CAST(1 AS bigint)")
    let found: [String] = outcome.sink.columns.map { column in
      "\(column.name) \(column.type) \(column.precision) \(column.scale) \(column.isCaseSensitive)"
    }
    #expect(
      found == [
        "a varchar 2147483647 0 true", "b varchar 0 0 true", "C integer 10 0 false", "_col3 decimal 6 2 false",
        "d array 0 0 false", "e double 17 0 false", "_col6 float 17 0 false", "_col7 timestamp 3 0 false",
        "_col8 char 4 0 true", "_col9 timestamp with time zone 3 0 false", "_col10 boolean 0 0 false",
        "_col11 bigint 19 0 false",
      ])
  }

  @Test func csvQuotesAllButNull() async throws {
    let outcome = try await Engine().run("VALUES (1, 'a\"b'), (NULL, '')")
    #expect(String(decoding: outcome.sink.csv, as: UTF8.self) == "\"_col0\",\"_col1\"\n\"1\",\"a\"\"b\"\n,\"\"\n")
  }

  @Test func metadataIsProtocolBuffers() {
    let bytes: [UInt8] = ResultFiles.metadata(
      [ColumnInfo(name: "n", type: "bigint", precision: 19)], queryID: "q")
    #expect(
      bytes == [0x0A, 1, 0x71, 0x22, 24, 0x0A, 4] + Array("hive".utf8) + [0x22, 1, 0x6E, 0x2A, 1, 0x6E, 0x32, 6]
        + Array("bigint".utf8) + [0x38, 19, 0x48, 3])
  }

  @Test func aCancelledQueryStops() async throws {
    let flag = CancelFlag()
    flag.cancel()
    await #expect(throws: QueryFailure("USER_CANCELED", "Query cancelled by user")) {
      _ = try await Engine().run(
        "SELECT count(*) FROM UNNEST(sequence(1, 1000)) a, UNNEST(sequence(1, 1000)) b", cancel: flag)
    }
  }

  @Test func memoryIsCapped() async throws {
    var engine = Engine()
    engine.memoryLimit = 10_000
    let text: String = await engine.text("SELECT a FROM UNNEST(sequence(1, 5000)) t(a) ORDER BY a")
    #expect(text == "EXCEEDED_MEMORY_LIMIT: Query exhausted resources at this scale factor")
  }

  @Test func manyRowsCrossBatches() async {
    let engine = Engine()
    let text: String = await engine.text(
      "SELECT count(*), sum(a * b), count(DISTINCT a % 7) FROM UNNEST(sequence(1, 300)) x(a) "
        + "CROSS JOIN UNNEST(sequence(1, 100)) y(b)")
    #expect(text == "30000|228007500|7")
  }

  @Test func clausesAreNotTakenForAliases() async {
    let engine = Engine()
    #expect(await engine.text("SELECT a FROM (VALUES 1, 2) t(a) LIMIT 1") == "1")
    #expect(await engine.text("SELECT limit FROM (VALUES 1, 2) limit(limit) OFFSET 1") == "2")
    #expect(await engine.text("SELECT 5 LIMIT 0") == "")
    #expect(await engine.text("VALUES 1, 2 LIMIT ?", ["1"]) == "1")
  }

  /// Every beginning of a statement is answered, by rows or by an error.
  @Test func cutStatementsAreAnswered() async {
    let engine = Engine()
    let statement =
      "WITH a(x) AS (VALUES (1, 'b')) SELECT DISTINCT CASE WHEN x[1] > -1.5e0 THEN CAST(x AS row(a int)) END, \"q\".* "
      + "FROM a AS q LEFT JOIN UNNEST(ARRAY[1]) WITH ORDINALITY t(z) ON true WHERE NOT x IN (SELECT 1) AND y LIKE 'a' "
      + "ESCAPE '!' OR EXISTS (SELECT 1) GROUP BY 1 HAVING count(DISTINCT x) FILTER (WHERE true) > INTERVAL '1' DAY "
      + "UNION ALL (TABLE b) ORDER BY 1 DESC NULLS FIRST OFFSET 1 FETCH FIRST 2 ROWS ONLY"
    for length in 0...statement.utf8.count {
      let cut: String = String(decoding: statement.utf8.prefix(length), as: UTF8.self)
      #expect(await !engine.text(cut).isEmpty, "\(cut)")
    }
    let deep: String = String(repeating: "(", count: 5000)
    #expect(await engine.text("SELECT " + deep).contains("stack overflow"))
    #expect(await engine.text("SELECT 1" + String(repeating: "+1", count: 5000)).contains("stack overflow"))
  }

  @Test func statementsAreClassed() throws {
    func name(_ sql: String) throws -> String {
      let found = try QueryEngine.prepare(sql, QuerySession(now: 0)).statementClass
      return found.type + "/" + found.subtype
    }
    #expect(try name("WITH a AS (SELECT 1) SELECT * FROM a") == "DML/SELECT")
    #expect(try name("SHOW TABLES IN x") == "UTILITY/SHOW_TABLES")
    #expect(try name("CREATE DATABASE x") == "DDL/CREATE_DATABASE")
    #expect(try name("CREATE TABLE a AS SELECT 1") == "DDL/CREATE_TABLE_AS_SELECT")
  }
}
