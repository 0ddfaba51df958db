import Protocols
import Testing

@testable import DynamoDB

@Suite struct QueryTests {
  private static func house(sort: String, _ keys: [String]) async throws -> DynamoDBHouse {
    let house = try DynamoDBHouse()
    await house.table(sort: sort)
    for (index, key) in keys.enumerated() {
      _ = await house.call(
        "PutItem", #"{"TableName":"tab","Item":{"p":{"S":"k"},"c":{"\#(sort)":"\#(key)"},"i":{"N":"\#(index)"}}}"#)
    }
    _ = await house.call(
      "PutItem", #"{"TableName":"tab","Item":{"p":{"S":"other"},"c":{"\#(sort)":"\#(keys[0])"},"i":{"N":"99"}}}"#)
    return house
  }

  private static func sortKeys(_ answer: String) -> [String] {
    let items = (try? JSONValue.parse(answer))?["Items"]?.array ?? []
    return items.compactMap { item in
      let value = item["c"]
      return value?["N"]?.string ?? value?["S"]?.string ?? value?["B"]?.string
    }
  }

  private static func query(_ house: DynamoDBHouse, _ condition: String, _ values: String, _ more: String = "") async
    -> [String]
  {
    sortKeys(
      await house.call(
        "Query",
        #"{"TableName":"tab","KeyConditionExpression":"\#(condition)","ExpressionAttributeValues":{":p":{"S":"k"}\#(values)}\#(more)}"#
      ))
  }

  @Test func ordersNumbersAsNumbers() async throws {
    let house = try await Self.house(sort: "N", ["10", "9", "-1", "0", "1.5", "-20", "1e10"])
    #expect(await Self.query(house, "p = :p", "") == ["-20", "-1", "0", "1.5", "9", "10", "10000000000"])
    #expect(
      await Self.query(house, "p = :p", "", #","ScanIndexForward":false"#)
        == ["10000000000", "10", "9", "1.5", "0", "-1", "-20"])
    let nine = #",":v":{"N":"9"}"#
    #expect(await Self.query(house, "p = :p AND c = :v", nine) == ["9"])
    #expect(await Self.query(house, "p = :p AND c < :v", nine) == ["-20", "-1", "0", "1.5"])
    #expect(await Self.query(house, "p = :p AND c <= :v", nine) == ["-20", "-1", "0", "1.5", "9"])
    #expect(await Self.query(house, "p = :p AND c > :v", nine) == ["10", "10000000000"])
    #expect(await Self.query(house, ":v <= c AND :p = p", nine) == ["9", "10", "10000000000"])
    #expect(
      await Self.query(house, "p = :p AND c BETWEEN :a AND :b", #",":a":{"N":"-1"},":b":{"N":"1.5"}"#) == [
        "-1", "0", "1.5",
      ])
  }

  @Test func ordersStringsByTheirBytes() async throws {
    let house = try await Self.house(sort: "S", ["b", "a", "ab", "é", "Z", "a0"])
    #expect(await Self.query(house, "p = :p", "") == ["Z", "a", "a0", "ab", "b", "é"])
    #expect(await Self.query(house, "p = :p AND begins_with(c, :v)", #",":v":{"S":"a"}"#) == ["a", "a0", "ab"])
  }

  @Test func ordersBinariesUnsigned() async throws {
    let house = try await Self.house(sort: "B", ["/w==", "AA==", "fw==", "gA==", "//8="])
    #expect(await Self.query(house, "p = :p", "") == ["AA==", "fw==", "gA==", "/w==", "//8="])
    #expect(await Self.query(house, "p = :p AND begins_with(c, :v)", #",":v":{"B":"/w=="}"#) == ["/w==", "//8="])
  }

  @Test(arguments: [true, false])
  func pages(forward: Bool) async throws {
    let house = try await Self.house(sort: "N", (0..<10).map(String.init))
    var found: [String] = []
    var start = ""
    var pages = 0
    while pages < 10 {
      let answer = await house.call(
        "Query",
        #"{"TableName":"tab","Limit":3,"ScanIndexForward":\#(forward),"KeyConditionExpression":"p = :p","ExpressionAttributeValues":{":p":{"S":"k"}}\#(start)}"#
      )
      pages += 1
      found += Self.sortKeys(answer)
      guard let last = (try? JSONValue.parse(answer))?["LastEvaluatedKey"] else { break }
      start = #","ExclusiveStartKey":\#(last.text)"#
    }
    let expected = (0..<10).map(String.init)
    #expect(found == (forward ? expected : expected.reversed()))
    #expect(pages == 4)
  }

  /// The filter works on what was evaluated: Limit and the page's end count items before it.
  @Test func filters() async throws {
    let house = try await Self.house(sort: "N", (0..<10).map(String.init))
    let query =
      ##"{"TableName":"tab","KeyConditionExpression":"p = :p","FilterExpression":"i >= :i","ExpressionAttributeValues":{":p":{"S":"k"},":i":{"N":"7"}},"Limit":9,"ProjectionExpression":"i","ReturnConsumedCapacity":"TOTAL"}"##
    #expect(
      await house.call("Query", query)
        == #"{"ConsumedCapacity":{"CapacityUnits":0.5,"TableName":"tab"},"Count":2,"Items":[{"i":{"N":"7"}},{"i":{"N":"8"}}],"LastEvaluatedKey":{"p":{"S":"k"},"c":{"N":"8"}},"ScannedCount":9}"#
    )
    let legacy =
      #"{"TableName":"tab","Select":"COUNT","KeyConditions":{"p":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"k"}]},"c":{"ComparisonOperator":"LT","AttributeValueList":[{"N":"6"}]}},"QueryFilter":{"i":{"ComparisonOperator":"GT","AttributeValueList":[{"N":"3"}]}}}"#
    #expect(await house.call("Query", legacy) == #"{"Count":2,"ScannedCount":6}"#)
  }

  @Test func pagesEndAfterOneMegabyte() async throws {
    let house = try DynamoDBHouse()
    await house.table(sort: "N")
    let filler = String(repeating: "x", count: 100_000)
    for index in 0..<15 {
      _ = await house.call(
        "PutItem", #"{"TableName":"tab","Item":{"p":{"S":"k"},"c":{"N":"\#(index)"},"x":{"S":"\#(filler)"}}}"#)
    }
    let query =
      #"{"TableName":"tab","Select":"COUNT","KeyConditionExpression":"p = :p","ExpressionAttributeValues":{":p":{"S":"k"}}"#
    #expect(
      await house.call("Query", query + "}")
        == #"{"Count":11,"LastEvaluatedKey":{"p":{"S":"k"},"c":{"N":"10"}},"ScannedCount":11}"#)
    #expect(
      await house.call("Query", query + #","ExclusiveStartKey":{"p":{"S":"k"},"c":{"N":"10"}}}"#)
        == #"{"Count":4,"ScannedCount":4}"#)
  }

  /// A partition of a table without sort key is one item: there is nothing to go on with.
  @Test func tablesWithoutSortKey() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"k"}}}"#)
    let query = #"{"TableName":"tab","KeyConditionExpression":"p = :p","ExpressionAttributeValues":{":p":{"S":"k"}}"#
    #expect(await house.call("Query", query + "}") == #"{"Count":1,"Items":[{"p":{"S":"k"}}],"ScannedCount":1}"#)
    #expect(
      await house.error("Query", query + #","ExclusiveStartKey":{"p":{"S":"k"}}}"#)
        == "ValidationException: The provided exclusive start key is invalid: ExclusiveStartKey: {p=AttributeValue: {S:k}}"
    )
  }

  static let refusals: [(String, String)] = [
    ("", "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."),
    (#","KeyConditionExpression":"c = :n""#, "Query condition missed key schema element: p"),
    (#","KeyConditionExpression":"p < :p""#, "Query key condition not supported"),
    (
      #","KeyConditionExpression":"p = :n""#,
      "One or more parameter values were invalid: Condition parameter type does not match schema type"
    ),
    (#","KeyConditionExpression":"p = :p AND i = :n""#, "Query condition missed key schema element: c"),
    (
      #","KeyConditionExpression":"p = :p AND begins_with(c, :n)""#,
      "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"
    ),
    (
      #","KeyConditionExpression":"p = :p","FilterExpression":"c > :n""#,
      "Filter Expression can only contain non-primary key attributes: Primary key attribute: c"
    ),
    (#","KeyConditionExpression":"p = :p","IndexName":"idx""#, "The table does not have the specified index: idx"),
    (
      #","KeyConditionExpression":"p = :p","ExclusiveStartKey":{"p":{"S":"k"}}"#, "The provided starting key is invalid"
    ),
    (
      #","KeyConditionExpression":"p = :p","ExclusiveStartKey":{"p":{"S":"k2"},"c":{"N":"1"}}"#,
      "The provided starting key is outside query boundaries based on provided conditions"
    ),
    (
      #","KeyConditionExpression":"p = :p","Select":"SPECIFIC_ATTRIBUTES""#,
      "One or more parameter values were invalid: Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"
    ),
  ]

  @Test(arguments: QueryTests.refusals)
  func refuses(members: String, message: String) async throws {
    let house = try DynamoDBHouse()
    await house.table(sort: "N")
    let uses = { (name: String) in members.contains(name) }
    var values: [String] = []
    if uses(":p") { values.append(#"":p":{"S":"k"}"#) }
    if uses(":n") { values.append(#"":n":{"N":"1"}"#) }
    let given = values.isEmpty ? "" : #","ExpressionAttributeValues":{\#(values.joined(separator: ","))}"#
    #expect(
      await house.error("Query", #"{"TableName":"tab"\#(members)\#(given)}"#) == "ValidationException: \(message)")
  }
}
