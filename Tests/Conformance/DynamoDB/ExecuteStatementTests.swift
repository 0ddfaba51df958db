import Protocols
import Testing

@testable import DynamoDB

/// PartiQL behind whole requests.
struct PartiQLHouse {
  let house: DynamoDBHouse

  init() async throws {
    house = try DynamoDBHouse()
    await house.table(sort: "N")
    for (p, c, x) in [("a", 1, "one"), ("a", 2, "two"), ("a", 3, "three"), ("b", 1, "four")] {
      _ = await run(#"INSERT INTO \"tab\" VALUE {'p': '\#(p)', 'c': \#(c), 'x': '\#(x)'}"#)
    }
  }

  /// `statement` as it stands in JSON.
  func run(_ statement: String, _ more: String = "") async -> String {
    let answer = await house.send("ExecuteStatement", #"{"Statement":"\#(statement)"\#(more)}"#)
    return answer.status == 200 ? answer.body : answer.error
  }

  func values(_ statement: String, _ more: String = "", of name: String = "x") async throws -> [String] {
    let json = try JSONValue.parse(await run(statement, more))
    return (json["Items"]?.array ?? []).map { $0[name]?["S"]?.string ?? $0[name]?["N"]?.string ?? "-" }
  }
}

@Suite struct ExecuteStatementTests {
  @Test func selects() async throws {
    let sql = try await PartiQLHouse()
    #expect(try await sql.values(#"SELECT * FROM \"tab\" WHERE p = 'a' AND c >= 2"#) == ["two", "three"])
    #expect(try await sql.values("SELECT x FROM tab WHERE p = 'a' AND c > 1 AND x <> 'two'") == ["three"])
    #expect(try await sql.values("SELECT x FROM tab WHERE p = 'a' ORDER BY c DESC") == ["three", "two", "one"])
    #expect(try await sql.values("SELECT x FROM tab WHERE p IN ['b', 'a'] AND c = 1") == ["four", "one"])
    #expect(
      try await sql.values("SELECT x FROM tab WHERE p IN ['b', 'a'] ORDER BY p, c DESC")
        == ["three", "two", "one", "four"])
    #expect(try await sql.values("SELECT x FROM tab WHERE begins_with(x, 't')").sorted() == ["three", "two"])
    #expect(try await sql.values("SELECT x FROM tab WHERE p = 'a' AND (c = 1 OR c = 3)") == ["one", "three"])
    #expect(try await sql.values("SELECT x FROM tab WHERE p = 'a' AND NOT c = 1") == ["two", "three"])
    #expect(
      try await sql.values(
        "SELECT x FROM tab WHERE p = ? AND c BETWEEN ? AND ?",
        #","Parameters":[{"S":"a"},{"N":"1"},{"N":"2"}]"#) == ["one", "two"])
    #expect(try await sql.values("SELECT p, c FROM tab WHERE p = 'b'", of: "c") == ["1"])
  }

  @Test func pages() async throws {
    let sql = try await PartiQLHouse()
    let statement = "SELECT x FROM tab WHERE p IN ['a', 'b'] AND x <> 'one'"
    var seen: [String] = []
    var token: String?
    var calls = 0
    repeat {
      let more = #","Limit":1"# + (token.map { #","NextToken":"\#($0)""# } ?? "")
      let page = try JSONValue.parse(await sql.run(statement, more))
      seen += (page["Items"]?.array ?? []).compactMap { $0["x"]?["S"]?.string }
      token = page["NextToken"]?.string
      calls += 1
    } while token != nil && calls < 20
    #expect(seen == ["two", "three", "four"])
    // Limit counts what is evaluated: the page of what the filter drops has a token and a key, but no item.
    let first = try JSONValue.parse(await sql.run(statement, #","Limit":1"#))
    #expect(first["Items"]?.array?.isEmpty ?? false)
    #expect(first["LastEvaluatedKey"]?.text == #"{"p":{"S":"a"},"c":{"N":"1"}}"#)
    let stolen = try #require(first["NextToken"]?.string)
    #expect(
      await sql.run("SELECT * FROM tab", #","NextToken":"\#(stolen)""#)
        == "ValidationException: NextToken does not match request")
    #expect(
      await sql.run(statement, #","NextToken":"nonsense""#) == "ValidationException: Invalid NextToken")
  }

  @Test func inserts() async throws {
    let sql = try await PartiQLHouse()
    #expect(
      await sql.run("INSERT INTO tab VALUE {'p': 'n', 'c': 1, 's': <<1, 2>>, 'l': [1, 'x'], 'm': {'k': null}}")
        == #"{"Items":[]}"#)
    #expect(
      await sql.run("SELECT s, l, m FROM tab WHERE p = 'n'")
        == #"{"Items":[{"s":{"NS":["1","2"]},"l":{"L":[{"N":"1"},{"S":"x"}]},"m":{"M":{"k":{"NULL":true}}}}]}"#)
    #expect(
      await sql.run("INSERT INTO tab VALUE {'p': 'a', 'c': 1}")
        == "DuplicateItemException: Duplicate primary key exists in table")
    #expect(
      await sql.run("INSERT INTO tab VALUE {'p': 'it''s', 'c': 1}") == #"{"Items":[]}"#)
    #expect(try await sql.values("SELECT p FROM tab WHERE p = 'it''s'", of: "p") == ["it's"])
    #expect(
      await sql.run("INSERT INTO tab VALUE {'p': 'a'}").contains("Missing the key c in the item"))
    #expect(
      await sql.run("INSERT INTO none VALUE {'p': 'a'}")
        == "ResourceNotFoundException: Requested resource not found")
  }

  @Test func updates() async throws {
    let sql = try await PartiQLHouse()
    #expect(
      await sql.run("UPDATE tab SET x = 'new' SET n = 5 WHERE p = 'a' AND c = 1 RETURNING ALL OLD *")
        == #"{"Items":[{"p":{"S":"a"},"c":{"N":"1"},"x":{"S":"one"}}]}"#)
    #expect(
      await sql.run("UPDATE tab SET n = n + 2 REMOVE x WHERE p = 'a' AND c = 1 AND n = 5 RETURNING ALL NEW *")
        == #"{"Items":[{"p":{"S":"a"},"c":{"N":"1"},"n":{"N":"7"}}]}"#)
    #expect(
      await sql.run("UPDATE tab SET s = <<'a'>>, l = [1] WHERE p = 'a' AND c = 1") == #"{"Items":[]}"#)
    #expect(
      await sql.run(
        "UPDATE tab SET s = set_add(s, <<'b'>>), l = list_append(l, [2]) WHERE p = 'a' AND c = 1 RETURNING MODIFIED NEW *"
      )
        == #"{"Items":[{"s":{"SS":["a","b"]},"l":{"L":[{"N":"1"},{"N":"2"}]}}]}"#)
    let failed = "ConditionalCheckFailedException: The conditional request failed"
    #expect(await sql.run("UPDATE tab SET x = 1 WHERE p = 'none' AND c = 1") == failed)
    #expect(await sql.run("UPDATE tab SET x = 1 WHERE p = 'a' AND c = 1 AND n = 0") == failed)
    #expect(
      await sql.run("UPDATE tab SET x = 1 WHERE p = 'a'")
        == "ValidationException: Where clause does not contain a mandatory equality on all key attributes")
    #expect(await sql.run("UPDATE tab SET c = 1 WHERE p = 'a' AND c = 1").contains("Cannot update attribute c"))
  }

  @Test func deletes() async throws {
    let sql = try await PartiQLHouse()
    #expect(
      await sql.run("DELETE FROM tab WHERE p = 'a' AND c = 1 AND x = 'other'")
        == "ConditionalCheckFailedException: The conditional request failed")
    #expect(
      await sql.run("DELETE FROM tab WHERE p = 'a' AND c = 1 RETURNING ALL OLD *")
        == #"{"Items":[{"p":{"S":"a"},"c":{"N":"1"},"x":{"S":"one"}}]}"#)
    #expect(await sql.run("DELETE FROM tab WHERE p = 'a' AND c = 1") == #"{"Items":[]}"#)
    #expect(try await sql.values("SELECT x FROM tab WHERE p = 'a'") == ["two", "three"])
  }

  @Test func readsIndexes() async throws {
    let house = try DynamoDBHouse()
    _ = await house.call(
      "CreateTable",
      #"{"TableName":"tab","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],"#
        + #""AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},{"AttributeName":"g","AttributeType":"S"}],"#
        + #""GlobalSecondaryIndexes":[{"IndexName":"gsi","KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],"#
        + #""Projection":{"ProjectionType":"KEYS_ONLY"}}]}"#)
    for name in ["one", "two"] {
      _ = await house.call(
        "ExecuteStatement", #"{"Statement":"INSERT INTO tab VALUE {'p': '\#(name)', 'g': 'x', 'v': 1}"}"#)
    }
    let found = await house.call("ExecuteStatement", #"{"Statement":"SELECT * FROM tab.gsi WHERE g = 'x'"}"#)
    #expect(try JSONValue.parse(found)["Items"]?.array?.count == 2)
    #expect(!found.contains(#""v""#))
    #expect(
      await house.error(
        "ExecuteStatement", #"{"Statement":"SELECT * FROM tab.gsi WHERE g = 'x'","ConsistentRead":true}"#)
        == "ValidationException: Consistent reads are not supported on global secondary indexes")
    #expect(
      await house.error("ExecuteStatement", #"{"Statement":"DELETE FROM tab.gsi WHERE g = 'x'"}"#)
        == "ValidationException: This operation is not supported on an index")
  }

  @Test func costs() async throws {
    let sql = try await PartiQLHouse()
    #expect(
      await sql.run("SELECT x FROM tab WHERE p = 'a' AND c = 1", #","ReturnConsumedCapacity":"TOTAL""#).contains(
        #""CapacityUnits":0.5"#))
    #expect(
      await sql.run("INSERT INTO tab VALUE {'p': 'z', 'c': 1}", #","ReturnConsumedCapacity":"TOTAL""#).contains(
        #""CapacityUnits":1"#))
  }
}
