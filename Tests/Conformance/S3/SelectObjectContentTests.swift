import Protocols
import Testing

@testable import S3

/// The statements as a pure function of bytes; the events are proved with boto3.
@Suite struct SelectObjectContentTests {
  private let people = "name,age,city\nAnn,31,\"New York, NY\"\nBob,45,Oslo\nCid,,Rome\n"

  private func run(
    _ statement: String, _ input: SelectInput, _ data: String, to output: SelectOutput = .csv(.init()), cut: Int = 7
  ) throws -> String {
    var run = SelectRun(
      try SelectParser.parse(statement), input, output, now: Timestamp(milliseconds: 1_700_000_000_000))
    var out: [UInt8] = []
    var rest = Array(data.utf8)[...]
    while !rest.isEmpty {
      out += try run.read(Array(rest.prefix(cut)))
      rest = rest.dropFirst(cut)
    }
    out += try run.finish()
    return String(decoding: out, as: UTF8.self)
  }

  private func csv(_ header: CSVRecords.Header = .use) -> SelectInput {
    var records = CSVRecords()
    records.header = header
    return .csv(records)
  }

  @Test(arguments: [
    ("SELECT * FROM S3Object", "Ann,31,\"New York, NY\"\nBob,45,Oslo\nCid,,Rome\n"),
    ("SELECT s.name FROM S3Object s WHERE s.age <> '' AND CAST(s.age AS INT) > 40", "Bob\n"),
    ("SELECT s._3, s.NAME FROM S3Object s LIMIT 1", "\"New York, NY\",Ann\n"),
    ("SELECT COUNT(*), SUM(CAST(s.age AS INT)), AVG(s.age) FROM S3Object s WHERE s.age <> ''", "2,76,38\n"),
    ("SELECT MIN(s.age), MAX(s.age) FROM S3Object s WHERE s.age LIKE '_1' OR s.age LIKE '4%'", "31,45\n"),
    (
      "SELECT name || '-' || UPPER(city) FROM S3Object WHERE city IN ('Oslo', 'Rome') AND NOT name = 'Cid'",
      "Bob-OSLO\n"
    ),
    ("SELECT CASE WHEN age = '' THEN 'none' ELSE age END FROM S3Object", "31\n45\nnone\n"),
    ("SELECT SUBSTRING(name, 2), CHAR_LENGTH(city), TRIM('  a ') FROM S3Object LIMIT 1", "nn,12,a\n"),
    ("SELECT COALESCE(NULLIF(age, ''), '?') FROM S3Object s WHERE s.age BETWEEN 40 AND 50", "45\n"),
    ("SELECT 1 + 2 * 3, -(4 - 6) / 2, 7 % 4, 1.5 * 2 FROM S3Object LIMIT 1", "7,1,3,3\n"),
    (
      "SELECT EXTRACT(YEAR FROM CAST('2020-05-06T07:08:09Z' AS TIMESTAMP)), "
        + "DATE_DIFF(day, TO_TIMESTAMP('2020-01-01T'), TO_TIMESTAMP('2020-02-01T')), "
        + "TO_STRING(DATE_ADD(month, 1, `2020-01-31T`), 'yyyy/MM/dd') FROM S3Object LIMIT 1", "2020,31,2020/02/29\n"
    ),
  ])
  func cells(_ statement: String, _ wanted: String) throws {
    #expect(try run(statement, csv(), people) == wanted)
  }

  @Test func pathsOfJSON() throws {
    let lines = "{\"a\":{\"b\":[1,{\"c\":\"x\"}]},\"n\":1.5}\n{\"a\":null}\n{\"n\":\"t\"}\n"
    let input = SelectInput.json(JSONRecords(isLines: true, path: []))
    let json = SelectOutput.json(record: [10])
    #expect(
      try run("SELECT s.a.b[1].c, s.n FROM S3Object s WHERE s.n IS NOT MISSING", input, lines, to: json)
        == "{\"c\":\"x\",\"n\":1.5}\n{\"n\":\"t\"}\n")
    #expect(
      try run("SELECT * FROM S3Object s WHERE s.a IS NULL", input, lines, to: json) == "{\"a\":null}\n{\"n\":\"t\"}\n")
    let document = "{\"rules\":[{\"id\":1},{\"id\":2}]}"
    let query = try SelectParser.parse("SELECT r.id FROM S3Object[*].rules[*] r WHERE r.id > 1")
    let records = SelectInput.json(JSONRecords(isLines: false, path: Array(query.path.dropFirst())))
    #expect(
      try run("SELECT r.id FROM S3Object[*].rules[*] r WHERE r.id > 1", records, document, to: json) == "{\"id\":2}\n")
  }

  @Test func delimitersQuotesAndComments() throws {
    var records = CSVRecords()
    records.comment = UInt8(ascii: "#")
    records.quote = UInt8(ascii: "'")
    records.escape = UInt8(ascii: "\\")
    records.field = [UInt8(ascii: "|")]
    records.record = Array("\r\n".utf8)
    records.allowsQuotedRecords = true
    var form = SelectOutput.CSV()
    form.quotesAlways = true
    let data = "#no\r\n'it\\'s'|'two\r\nlines'\r\nb|c"
    for cut in 1...8 {
      #expect(
        try run("SELECT s._1, s._2 FROM S3Object s", .csv(records), data, to: .csv(form), cut: cut)
          == "\"it's\",\"two\r\nlines\"\n\"b\",\"c\"\n")
    }
  }

  @Test func recordsThatBeginInARange() throws {
    var records = CSVRecords()
    records.offset = 3
    records.end = 9
    records.skipsFirst = true
    // `aaaa\nbbbb\ncccc\n` from byte 3 on: the record that was cut is not read, the one that begins in the range is.
    #expect(try run("SELECT * FROM S3Object", .csv(records), "a\nbbbb\ncccc\n") == "bbbb\n")
  }

  @Test(arguments: [
    ("SELECT", "ParseUnexpectedToken"), ("SELECT * FROM Table", "ParseUnexpectedToken"),
    ("SELECT FOO(a) FROM S3Object", "UnsupportedFunction"),
    ("SELECT a FROM S3Object WHERE COUNT(*) > 1", "UnsupportedSqlOperation"),
    ("SELECT CAST('x' AS INT) FROM S3Object", "CastFailed"),
    ("SELECT 1 / 0 FROM S3Object", "EvaluatorInvalidArguments"), ("SELECT 'a FROM S3Object", "ParseUnexpectedToken"),
  ])
  func refuses(_ statement: String, _ code: String) throws {
    do {
      _ = try run(statement, csv(), people)
      Issue.record("\(statement) was run")
    } catch let error as SelectError {
      #expect(error.code == code)
    }
  }
}
