import Query
import SQLParser
import Testing

@Suite struct DefinitionTests {
  @Test func databasesAndTablesComeAndGo() async throws {
    let engine = Engine()
    #expect(await engine.text("CREATE DATABASE IF NOT EXISTS `Shop` COMMENT 'c' LOCATION 's3://bucket/shop/'") == "")
    #expect(await engine.text("CREATE SCHEMA shop").hasPrefix("FAILED: Execution Error, return code 1"))
    #expect(await engine.text("SHOW DATABASES") == "default\nshop")
    #expect(await engine.text("SHOW SCHEMAS LIKE 's*'") == "shop")
    let create = """
      CREATE EXTERNAL TABLE IF NOT EXISTS shop.`sales` (
        `id` bigint COMMENT 'the id', `who` struct<name:string, tags:array<varchar(10)>>, `m` map<string,decimal(10,2)>)
      COMMENT 'all sales' PARTITIONED BY (`day` date)
      ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' WITH SERDEPROPERTIES ('ignore.malformed.json'='true')
      STORED AS INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
      OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
      LOCATION 's3://bucket/shop/sales/' TBLPROPERTIES ('classification'='json');
      """
    let made = try await engine.run(create)
    #expect(made.sink.columns.isEmpty && made.sink.rows.isEmpty)
    #expect(await engine.text(create) == "")
    #expect(await engine.text("SHOW TABLES IN shop 'sa*'") == "sales")
    #expect(
      await engine.text("SHOW CREATE TABLE shop.sales") == """
        CREATE EXTERNAL TABLE `shop.sales`(
          `id` bigint COMMENT 'the id', 
          `who` struct<name:string,tags:array<varchar(10)>>, 
          `m` map<string,decimal(10,2)>)
        COMMENT 'all sales'
        PARTITIONED BY ( 
          `day` date)
        ROW FORMAT SERDE 
          'org.openx.data.jsonserde.JsonSerDe' 
        WITH SERDEPROPERTIES ( 
          'ignore.malformed.json'='true')
        STORED AS INPUTFORMAT 
          'org.apache.hadoop.mapred.TextInputFormat' 
        OUTPUTFORMAT 
          'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
        LOCATION
          's3://bucket/shop/sales/'
        TBLPROPERTIES (
          'EXTERNAL'='TRUE', 
          'classification'='json')
        """)
    let described = try await engine.run("DESCRIBE shop.sales")
    let text: String = String(decoding: described.sink.text, as: UTF8.self)
    #expect(text.hasPrefix("id                  \tbigint              \tthe id              \n"))
    #expect(
      text.contains("# Partition Information\t\t\n# col_name          \tdata_type           \tcomment             \n"))
    #expect(await engine.text("SHOW TBLPROPERTIES shop.sales('classification')") == "classification|json")
    #expect(await engine.text("DROP DATABASE shop").hasPrefix("FAILED: Execution Error"))
    #expect(await engine.text("DROP TABLE IF EXISTS shop.nothing") == "")
    #expect(
      await engine.text("DROP TABLE shop.nothing")
        == "FAILED: SemanticException [Error 10001]: Table not found shop.nothing")
    #expect(await engine.text("DROP DATABASE shop CASCADE") == "")
    #expect(
      await engine.text("SHOW TABLES IN shop")
        == "FAILED: SemanticException [Error 10072]: Database does not exist: shop")
  }

  @Test(arguments: [
    Sample("DESCRIBE FORMATTED t", "NOT_SUPPORTED: line 1:10: DESCRIBE FORMATTED is not supported by this engine"),
    Sample(
      "ALTER TABLE t SET LOCATION 's3://x/'",
      "NOT_SUPPORTED: line 1:15: ALTER TABLE … SET is not supported by this engine"),
    Sample("SHOW VIEWS", "NOT_SUPPORTED: line 1:6: SHOW VIEWS is not supported by this engine"),
    Sample(
      "CREATE EXTERNAL TABLE t (a what) LOCATION 's3://b/'",
      "FAILED: ParseException line 1:27 cannot recognize input near 'what' ')' 'LOCATION'"),
    Sample("DROP TABLE t u", "FAILED: ParseException line 1:13 missing EOF at 'u'"),
    Sample("DROP VIEW v", "NOT_SUPPORTED: The statement DROP VIEW is not supported by this engine"),
  ])
  func whatIsNotBuiltIsRefused(_ sample: Sample) async {
    #expect(await Engine().text(sample.sql) == sample.expected)
  }
}
