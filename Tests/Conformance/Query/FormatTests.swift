import Query
import SQLParser
import Testing

@Suite struct FormatTests {
  private static let json = """
    CREATE EXTERNAL TABLE t (id int, name string, price decimal(6,2), ok boolean, ts timestamp, tags array<string>,
      who struct<first:string,age:int>, m map<string,double>)
    ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://bucket/t/'
    """

  @Test func jsonLines() async {
    let engine = Engine(piece: 7)
    #expect(await engine.text(Self.json) == "")
    engine.objects.put(
      "t/a.json",
      """
      {"id": 1, "NAME": "an\\u00e1 \\"x\\"", "price": 1.5, "ok": true, "ts": "2024-01-02T03:04:05Z", "tags": ["a", "b"], "who": {"First": "A", "age": 7}, "m": {"k": 1.5}, "more": {"x": [1, "]"]}}\r
      {"name": {"nested": 1}, "id": "2"}{"id": 99}

      {"id": null, "name": 5}
      """)
    engine.objects.put("t/_SUCCESS", "no json")
    engine.objects.put("t/.hidden/x", "no json")
    engine.objects.put(
      "t/sub/z.gz",
      [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 76, 81, 178, 50, 214, 81, 202, 75, 204, 77, 85, 178, 82, 74, 175,
        82, 210, 81, 42, 41, 6, 178, 140, 12, 140, 76, 116, 13, 12, 117, 13, 140, 20, 12, 140, 173, 12, 76, 172, 12, 76,
        149, 106, 185, 0, 108, 217, 33, 127, 48, 0, 0, 0, 31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 76, 81, 178,
        50, 209, 81, 202, 75, 204, 77, 85, 178, 82, 42, 78, 77, 206, 207, 75, 81, 200, 77, 205, 77, 74, 45, 82, 170,
        229, 2, 0, 132, 96, 93, 52, 32, 0, 0, 0,
      ])
    #expect(
      await engine.text("SELECT * FROM t WHERE id = 1")
        == "1|aná \"x\"|1.50|true|2024-01-02 03:04:05.000|[a, b]|{first=A, age=7}|{k=1.5}")
    #expect(
      await engine.text("SELECT id, name, ts FROM t ORDER BY id")
        == "1|aná \"x\"|2024-01-02 03:04:05.000\n2|{\"nested\": 1}|∅\n3|gz|2024-01-02 03:04:05.000\n4|second member|∅\n∅|5|∅"
    )
    #expect(await engine.text("SELECT count(*), max(who.age) FROM t") == "5|7")
    let outcome = try? await engine.run("SELECT count(*) FROM t")
    #expect((outcome?.summary.statistics.bytesScanned ?? 0) > 300)
  }

  @Test func severalObjectsOnALineGiveTheFirstAndAWarning() async throws {
    let engine = Engine()
    _ = await engine.text(Self.json)
    engine.objects.put("t/firehose", "{\"id\":1}{\"id\":2}")
    let outcome = try await engine.run("SELECT id FROM t")
    #expect(outcome.sink.rows == [["1"]])
    #expect(outcome.summary.warnings.count == 1)
  }

  @Test(arguments: [
    Sample("{\"id\": 1.5}", "HIVE_BAD_DATA: Error parsing field value '1.5' for field 0: For input string: \"1.5\""),
    Sample(
      "{",
      "HIVE_CURSOR_ERROR: Row is not a valid JSON Object - JSONException: A JSONObject text must begin with '{' at 2 [character 3 line 1]"
    ),
    Sample("{\"id\":1,\"name\":\"\\u12\"}", "HIVE_CURSOR_ERROR"), Sample("[1]", "HIVE_CURSOR_ERROR"),
    Sample("{\"id\"}", "HIVE_CURSOR_ERROR"),
    Sample("{\"who\":{\"age\":[", "HIVE_CURSOR_ERROR"), Sample("{\"tags\":[[[[1]]]]}", ""),
  ])
  func badJSONFails(_ sample: Sample) async {
    let engine = Engine()
    _ = await engine.text(Self.json)
    engine.objects.put("t/a", sample.sql)
    let found: String = await engine.text("SELECT * FROM t")
    #expect(found.hasPrefix(sample.expected), "\(sample.sql): \(found)")
  }

  @Test func delimitedText() async {
    let engine = Engine()
    _ = await engine.text(
      """
      CREATE EXTERNAL TABLE c (a int, b string, d array<int>, m map<string,int>, x date)
      ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' COLLECTION ITEMS TERMINATED BY ',' MAP KEYS TERMINATED BY ':'
      LOCATION 's3://bucket/c' TBLPROPERTIES ('skip.header.line.count'='1')
      """)
    engine.objects.put("c/1", "a\tb\td\tm\tx\n1\tx y\t1,2\tk:3\t2024-05-06\nbad\t\\N\n")
    engine.objects.put("cc/1", "other table")
    #expect(await engine.text("SELECT * FROM c ORDER BY a") == "1|x y|[1, 2]|{k=3}|2024-05-06\n∅|∅|∅|∅|∅")
  }

  @Test func quotedCSV() async {
    let engine = Engine()
    _ = await engine.text(
      """
      CREATE EXTERNAL TABLE q (a string, b int, c date) ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
      WITH SERDEPROPERTIES ('separatorChar' = ';') LOCATION 's3://bucket/q/'
      """)
    engine.objects.put("q/1", "\"x;\"\"y\";7;1\n")
    #expect(await engine.text("SELECT * FROM q") == "x;\"y|7|1970-01-02")
    engine.objects.put("q/2", "z;;1\n")
    #expect(
      await engine.text("SELECT * FROM q")
        == "HIVE_BAD_DATA: Error parsing field value '' for field 1: For input string: \"\"")
  }

  @Test func partitionsArePruned() async {
    let engine = Engine()
    _ = await engine.text(
      """
      CREATE EXTERNAL TABLE p (v int) PARTITIONED BY (year int, m string)
      ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe' LOCATION 's3://bucket/p/'
      """)
    for year in 2022...2024 { engine.objects.put("p/year=\(year)/m=a/x.json", "{\"v\":\(year - 2000)}\n{\"v\":1}") }
    engine.objects.put("elsewhere/x", "{\"v\":5}")
    #expect(
      await engine.text("MSCK REPAIR TABLE p").hasSuffix(
        "Repair: Added partition to metastore p:year=2024/m=a"))
    _ = await engine.text(
      "ALTER TABLE p ADD IF NOT EXISTS PARTITION (year=2025, m='b') LOCATION 's3://bucket/elsewhere/'")
    #expect(await engine.text("SHOW PARTITIONS p") == "year=2022/m=a\nyear=2023/m=a\nyear=2024/m=a\nyear=2025/m=b")
    #expect(
      await engine.text("SELECT v, year, m FROM p WHERE year > 2023 ORDER BY v") == "1|2024|a\n5|2025|b\n24|2024|a")
    #expect(engine.objects.keysRead == ["p/year=2024/m=a/x.json", "elsewhere/x"])
  }

  @Test func wrongGzipFails() async {
    let engine = Engine()
    _ = await engine.text(Self.json)
    engine.objects.put("t/a.gz", "no gzip")
    #expect(
      await engine.text("SELECT id FROM t")
        == "HIVE_CURSOR_ERROR: Failed to read file: s3://bucket/t/a.gz: not in GZIP format")
    engine.objects.put("t/a.gz", [31, 139, 8, 0, 0, 0, 0, 0])
    #expect(
      await engine.text("SELECT id FROM t") == "HIVE_CURSOR_ERROR: Unexpected end of input stream: s3://bucket/t/a.gz")
  }

  @Test func aMissingBucketAndAnUnknownSerDeFail() async {
    let engine = Engine()
    _ = await engine.text("CREATE EXTERNAL TABLE n (v int) LOCATION 's3://none/x/'")
    #expect(await engine.text("SELECT * FROM n").hasPrefix("HIVE_FILESYSTEM_ERROR: Failed to list s3://none/x/"))
    _ = await engine.text("CREATE EXTERNAL TABLE r (v int) ROW FORMAT SERDE 'x.RegexSerDe' LOCATION 's3://bucket/x/'")
    #expect(
      await engine.text("SELECT * FROM r")
        == "HIVE_UNSUPPORTED_FORMAT: The SerDe x.RegexSerDe is not supported by this engine")
    #expect(
      await engine.text("CREATE EXTERNAL TABLE z (v int) STORED AS PARQUET LOCATION 's3://bucket/z/'")
        == "NOT_SUPPORTED: STORED AS PARQUET is not supported by this engine")
  }
}
