import Query
import Testing

/// One expression, and the text of its value or of the error.
struct Sample: Sendable, CustomTestStringConvertible {
  var sql: String
  var expected: String
  init(_ sql: String, _ expected: String) {
    self.sql = sql
    self.expected = expected
  }
  var testDescription: String { sql }
}

@Suite struct ExpressionTests {
  private func check(_ sample: Sample) async {
    let found: String = await Engine().text("SELECT " + sample.sql)
    #expect(found == sample.expected, "SELECT \(sample.sql)")
  }

  @Test(arguments: [
    Sample("1 + 2", "3"), Sample("5 / 2", "2"), Sample("-7 % 3", "-1"), Sample("1.5 + 2", "3.5"),
    Sample("1 / 3.0", "0.3"), Sample("10.00 / 3", "3.33"), Sample("2 * 1.25", "2.50"), Sample("1e0 / 0", "Infinity"),
    Sample("0e0 / 0", "NaN"), Sample("0.25e0", "0.25"), Sample("1e10", "1.0E10"), Sample("1e-4", "1.0E-4"),
    Sample("100e0", "100.0"), Sample("CAST(1.1e0 AS real)", "1.1"),
    Sample("1 / 0", "DIVISION_BY_ZERO: Division by zero"),
    Sample(
      "9223372036854775807 + 1",
      "NUMERIC_VALUE_OUT_OF_RANGE: bigint addition overflow: 9223372036854775807 + 1"),
    Sample("2147483647 + 1", "NUMERIC_VALUE_OUT_OF_RANGE: integer addition overflow: 2147483647 + 1"),
    Sample("-9223372036854775808", "-9223372036854775808"), Sample("NULL + 1", "∅"),
    Sample("CAST(2.5 AS integer)", "3"), Sample("CAST(-2.5 AS bigint)", "-3"),
    Sample("CAST('1.5' AS integer)", "INVALID_CAST_ARGUMENT: Cannot cast '1.5' to INT"),
    Sample("CAST('x' AS bigint)", "INVALID_CAST_ARGUMENT: Cannot cast 'x' to BIGINT"),
    Sample("TRY_CAST('x' AS bigint)", "∅"), Sample("TRY(1/0)", "∅"),
    Sample("CAST(300 AS tinyint)", "INVALID_CAST_ARGUMENT: Out of range for tinyint: 300"),
    Sample("CAST('12.345' AS decimal(10,2))", "12.35"),
    Sample(
      "CAST('99999999999999999999999999999999999999' AS decimal(38,0)) + 1",
      "NUMERIC_VALUE_OUT_OF_RANGE: Decimal overflow"),
    Sample("CAST(1.5e0 AS varchar)", "1.5E0"), Sample("CAST(true AS varchar)", "true"),
    Sample("CAST('hi' AS char(4))", "hi  "), Sample("CAST(DATE '2024-02-29' AS timestamp)", "2024-02-29 00:00:00.000"),
  ])
  func numbersAndCasts(_ sample: Sample) async { await check(sample) }

  @Test(arguments: [
    Sample("1 = 1.0", "true"), Sample("NULL = NULL", "∅"), Sample("NULL IS NULL", "true"),
    Sample("1 IS DISTINCT FROM NULL", "true"),
    Sample("NOT NULL", "∅"), Sample("true AND NULL", "∅"), Sample("false AND NULL", "false"),
    Sample("true OR NULL", "true"), Sample("1 IN (1, NULL)", "true"), Sample("2 IN (1, NULL)", "∅"),
    Sample("2 NOT IN (1, 3)", "true"), Sample("5 BETWEEN 1 AND 5", "true"), Sample("'abc' LIKE 'a%'", "true"),
    Sample("'a%c' LIKE 'a#%_' ESCAPE '#'", "true"), Sample("'ñu' LIKE '_u'", "true"), Sample("'ab' LIKE 'b'", "false"),
    Sample("CASE WHEN 1 > 2 THEN 'a' ELSE 'b' END", "b"), Sample("CASE 2 WHEN 1 THEN 'x' END", "∅"),
    Sample("IF(true, 1, 1/0)", "1"), Sample("COALESCE(NULL, 2, 1/0)", "2"), Sample("NULLIF(1, 1)", "∅"),
    Sample("false AND 1/0 = 1", "false"), Sample("'a' < 'b'", "true"), Sample("CAST('a' AS char(3)) = 'a'", "true"),
    Sample(
      "'a' = 1", "TYPE_MISMATCH: line 1:12: Cannot apply operator: varchar(1) = integer"),
    Sample("(1, 'a') = (1, 'a')", "true"), Sample("ARRAY[1, NULL] = ARRAY[1, 2]", "∅"),
  ])
  func predicates(_ sample: Sample) async { await check(sample) }

  @Test(arguments: [
    Sample("ARRAY[1, 2, NULL]", "[1, 2, null]"), Sample("MAP(ARRAY['a'], ARRAY[3])", "{a=3}"),
    Sample("CAST(ROW(1, 'x') AS ROW(n integer, s varchar))", "{n=1, s=x}"),
    Sample("ROW(1, 'Alice')", "{field0=1, field1=Alice}"),
    Sample("ARRAY[1,2][2]", "2"),
    Sample(
      "ARRAY[1,2][3]",
      "INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: 3 > 2"),
    Sample("element_at(ARRAY[1,2], -1)", "2"), Sample("MAP(ARRAY['a'], ARRAY[3])['a']", "3"),
    Sample("element_at(MAP(ARRAY['a'], ARRAY[3]), 'b')", "∅"), Sample("X'313233'", "31 32 33"),
    Sample("CAST(ROW(1, 'x') AS ROW(n integer, s varchar)).s", "x"),
    Sample("cardinality(ARRAY[])", "0"), Sample("contains(ARRAY[1, NULL], 2)", "∅"),
    Sample("array_join(ARRAY[1, NULL, 3], ',')", "1,3"), Sample("array_sort(ARRAY[3, NULL, 1])", "[1, 3, null]"),
    Sample("CAST(ARRAY[1,2] AS JSON)", "[1,2]"), Sample("CAST(JSON '[1,2]' AS array(bigint))", "[1, 2]"),
    Sample("sequence(1, 3)", "[1, 2, 3]"), Sample("ARRAY[1] || ARRAY[2]", "[1, 2]"),
    Sample("typeof(1.5)", "decimal(2,1)"),
  ])
  func nestedValues(_ sample: Sample) async { await check(sample) }

  @Test(arguments: [
    Sample("length('añb')", "3"), Sample("upper('añb')", "AÑB"), Sample("substr('hello', 2, 3)", "ell"),
    Sample("substr('hello', -3)", "llo"), Sample("substr('hello', 0)", ""), Sample("'a' || 'b' || 'c'", "abc"),
    Sample("concat_ws(',', 'a', NULL, 'b')", "a,b"), Sample("split('a,b,c', ',')", "[a, b, c]"),
    Sample("split_part('a.b.c', '.', 2)", "b"), Sample("strpos('hello', 'l')", "3"),
    Sample("lpad('7', 3, '0')", "007"), Sample("reverse('abc')", "cba"), Sample("trim('  x ')", "x"),
    Sample("replace('aXbX', 'X', '-')", "a-b-"), Sample("regexp_like('abc123', '\\d+')", "true"),
    Sample("regexp_extract('abc123', '([a-z]+)(\\d+)', 2)", "123"),
    Sample("regexp_replace('a1b2', '(\\d)', '<$1>')", "a<1>b<2>"),
    Sample("to_hex(to_utf8('AZ'))", "415A"), Sample("from_utf8(from_base64('aG9sYQ=='))", "hola"),
    Sample("json_extract_scalar('{\"a\":{\"b\":[1,\"x\"]}}', '$.a.b[1]')", "x"),
    Sample("json_extract('{\"a\": {\"b\": 1}}', '$.a')", "{\"b\":1}"), Sample("json_array_length('[1,2]')", "2"),
    Sample("json_format(json_parse('{ \"a\" : 1 }'))", "{\"a\":1}"), Sample("chr(65)", "A"),
    Sample("codepoint('A')", "65"),
    Sample("abs(-5)", "5"), Sample("round(2.5)", "3"), Sample("round(-2.5e0)", "-3.0"),
    Sample("round(2.345, 2)", "2.350"),
    Sample("ceil(1.2)", "2"), Sample("floor(-1.2e0)", "-2.0"), Sample("power(2, 10)", "1024.0"),
    Sample("mod(7, 3)", "1"),
    Sample("greatest(1, 3, 2)", "3"), Sample("least(1, NULL)", "∅"), Sample("truncate(2.9e0)", "2.0"),
    Sample(
      "length(1)",
      "FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (integer) for function length. Expected: length(varbinary), length(varchar)"
    ),
    Sample("foo(1)", "FUNCTION_NOT_FOUND: line 1:8: Function 'foo' not registered"),
  ])
  func functions(_ sample: Sample) async { await check(sample) }

  @Test(arguments: [
    Sample("DATE '2024-01-31' + INTERVAL '1' MONTH", "2024-02-29"),
    Sample("DATE '2024-01-31' - INTERVAL '1' DAY", "2024-01-30"),
    Sample("TIMESTAMP '2024-01-01 10:00:00' + INTERVAL '90' MINUTE", "2024-01-01 11:30:00.000"),
    Sample("DATE '2024-03-01' - DATE '2024-02-28'", "2 00:00:00.000"), Sample("current_date", "2024-05-06"),
    Sample("now()", "2024-05-06 07:08:09.123 UTC"), Sample("date_trunc('month', DATE '2024-05-06')", "2024-05-01"),
    Sample("date_trunc('week', TIMESTAMP '2024-05-09 10:11:12')", "2024-05-06 00:00:00.000"),
    Sample("date_add('month', 1, DATE '2024-01-31')", "2024-02-29"),
    Sample("date_diff('day', DATE '2024-01-01', DATE '2024-03-01')", "60"),
    Sample("date_diff('month', DATE '2024-01-31', DATE '2024-02-29')", "1"),
    Sample("date_format(TIMESTAMP '2024-05-06 17:08:09', '%Y-%m-%d %H:%i:%s %p %W')", "2024-05-06 17:08:09 PM Monday"),
    Sample("date_parse('06/05/2024 10', '%d/%m/%Y %H')", "2024-05-06 10:00:00.000"),
    Sample("from_iso8601_timestamp('2024-05-06T10:00:00.5-05:00')", "2024-05-06 10:00:00.500 -05:00"),
    Sample("from_unixtime(0)", "1970-01-01 00:00:00.000 UTC"),
    Sample("to_unixtime(TIMESTAMP '1970-01-01 00:00:01')", "1.0"),
    Sample("year(DATE '2024-05-06')", "2024"), Sample("extract(week FROM DATE '2024-12-30')", "1"),
    Sample("day_of_week(DATE '2024-05-06')", "1"),
    Sample("TIMESTAMP '2024-05-06 10:00:00 UTC' AT TIME ZONE '+02:00'", "2024-05-06 12:00:00.000 +02:00"),
    Sample("TIMESTAMP '2024-05-06 10:00:00 UTC' = TIMESTAMP '2024-05-06 12:00:00 +02:00'", "true"),
    Sample("to_iso8601(from_unixtime(0))", "1970-01-01T00:00:00.000Z"),
    Sample("TIMESTAMP '2026-01-02 03:04:05.123'", "2026-01-02 03:04:05.123"),
    Sample("date('2024-05-06')", "2024-05-06"),
    Sample("CAST('2024-13-01' AS date)", "INVALID_CAST_ARGUMENT: Value cannot be cast to date: 2024-13-01"),
  ])
  func times(_ sample: Sample) async { await check(sample) }
}
