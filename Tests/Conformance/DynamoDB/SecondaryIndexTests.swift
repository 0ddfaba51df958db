import Protocols
import Testing

@testable import DynamoDB

/// Local and global indexes as Query, Scan, writes and ConsumedCapacity show them.
@Suite struct SecondaryIndexTests {
  /// Partition key p, sort key c (both S); a local index on x (N), projecting `in`; a global one on g (S) and x, keys
  /// only; a global one of two partition and two sort attributes, projecting all.
  private static func house() async throws -> DynamoDBHouse {
    let house = try DynamoDBHouse()
    let made = await house.call(
      "CreateTable",
      #"""
      {"TableName":"tab","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[
      {"AttributeName":"p","AttributeType":"S"},{"AttributeName":"c","AttributeType":"S"},
      {"AttributeName":"x","AttributeType":"N"},{"AttributeName":"g","AttributeType":"S"},
      {"AttributeName":"y","AttributeType":"B"}],
      "KeySchema":[{"AttributeName":"p","KeyType":"HASH"},{"AttributeName":"c","KeyType":"RANGE"}],
      "LocalSecondaryIndexes":[{"IndexName":"local","KeySchema":[{"AttributeName":"p","KeyType":"HASH"},
      {"AttributeName":"x","KeyType":"RANGE"}],"Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["in"]}}],
      "GlobalSecondaryIndexes":[{"IndexName":"keys","KeySchema":[{"AttributeName":"g","KeyType":"HASH"},
      {"AttributeName":"x","KeyType":"RANGE"}],"Projection":{"ProjectionType":"KEYS_ONLY"}},
      {"IndexName":"many","KeySchema":[{"AttributeName":"g","KeyType":"HASH"},{"AttributeName":"c","KeyType":"HASH"},
      {"AttributeName":"x","KeyType":"RANGE"},{"AttributeName":"y","KeyType":"RANGE"}],
      "Projection":{"ProjectionType":"ALL"}}]}
      """#)
    #expect(made.contains(#""IndexStatus":"CREATING""#))
    return house
  }

  private static func put(_ house: DynamoDBHouse, _ item: String, _ more: String = "") async -> String {
    await house.call("PutItem", #"{"TableName":"tab","Item":{\#(item)}\#(more)}"#)
  }

  private static func query(
    _ house: DynamoDBHouse, _ index: String, _ condition: String, _ values: String, _ more: String = ""
  ) async -> String {
    await house.call(
      "Query",
      #"{"TableName":"tab","IndexName":"\#(index)","KeyConditionExpression":"\#(condition)","ExpressionAttributeValues":{\#(values)}\#(more)}"#
    )
  }

  @Test func projectsAndOrders() async throws {
    let house = try await Self.house()
    for (place, number) in ["10", "9", "-1", "1.5"].enumerated() {
      _ = await Self.put(
        house,
        #""p":{"S":"k"},"c":{"S":"\#(place)"},"g":{"S":"G"},"x":{"N":"\#(number)"},"in":{"S":"i"},"rest":{"S":"o"}"#)
    }
    // Without x: in neither index.
    _ = await Self.put(house, #""p":{"S":"k"},"c":{"S":"sparse"},"g":{"S":"G"}"#)
    #expect(
      await Self.query(house, "keys", "g = :g AND x < :x", #"":g":{"S":"G"},":x":{"N":"9.5"}"#)
        == #"{"Count":3,"Items":[{"p":{"S":"k"},"c":{"S":"2"},"g":{"S":"G"},"x":{"N":"-1"}},{"p":{"S":"k"},"c":{"S":"3"},"g":{"S":"G"},"x":{"N":"1.5"}},{"p":{"S":"k"},"c":{"S":"1"},"g":{"S":"G"},"x":{"N":"9"}}],"ScannedCount":3}"#
    )
    #expect(
      await Self.query(
        house, "local", "p = :p", #"":p":{"S":"k"}"#, #","ScanIndexForward":false,"Limit":1,"ConsistentRead":true"#)
        == #"{"Count":1,"Items":[{"p":{"S":"k"},"c":{"S":"0"},"x":{"N":"10"},"in":{"S":"i"}}],"LastEvaluatedKey":{"p":{"S":"k"},"x":{"N":"10"},"c":{"S":"0"}},"ScannedCount":1}"#
    )
    #expect(
      await house.call("Scan", #"{"TableName":"tab","IndexName":"keys","Select":"COUNT"}"#)
        == #"{"Count":4,"ScannedCount":4}"#)
  }

  @Test func fetchesForALocalIndexWhatItDoesNotHold() async throws {
    let house = try await Self.house()
    _ = await Self.put(house, #""p":{"S":"k"},"c":{"S":"1"},"x":{"N":"1"},"in":{"S":"i"},"rest":{"S":"o"}"#)
    let all = await Self.query(
      house, "local", "p = :p", #"":p":{"S":"k"}"#, #","Select":"ALL_ATTRIBUTES","ReturnConsumedCapacity":"INDEXES""#)
    #expect(all.contains(#""rest":{"S":"o"}"#))
    #expect(
      all.contains(
        #""ConsumedCapacity":{"CapacityUnits":1.0,"LocalSecondaryIndexes":{"local":{"CapacityUnits":0.5}},"Table":{"CapacityUnits":0.5},"TableName":"tab"}"#
      ))
    #expect(
      await Self.query(house, "local", "p = :p", #"":p":{"S":"k"}"#, #","ProjectionExpression":"rest""#)
        == #"{"Count":1,"Items":[{"rest":{"S":"o"}}],"ScannedCount":1}"#)
  }

  @Test func manyAttributesMakeOneKey() async throws {
    let house = try await Self.house()
    for (p, x, y) in [("a", "2", "AA=="), ("b", "1", "AAE="), ("c", "1", "AAA="), ("d", "1", "AA=="), ("e", "10", "")] {
      let bytes = y.isEmpty ? "" : #","y":{"B":"\#(y)"}"#
      _ = await Self.put(house, #""p":{"S":"\#(p)"},"c":{"S":"C"},"g":{"S":"G"},"x":{"N":"\#(x)"}\#(bytes)"#)
    }
    func partitions(_ condition: String, _ values: String) async -> [String] {
      let answer = await Self.query(house, "many", condition, #"":g":{"S":"G"},":c":{"S":"C"}\#(values)"#)
      let items = (try? JSONValue.parse(answer))?["Items"]?.array ?? [.string(answer)]
      return items.map { $0["p"]?["S"]?.string ?? "?" }
    }
    #expect(await partitions("g = :g AND c = :c", "") == ["d", "c", "b", "a"])
    #expect(await partitions("x = :x AND g = :g AND c = :c", #",":x":{"N":"1"}"#) == ["d", "c", "b"])
    #expect(
      await partitions("g = :g AND c = :c AND x = :x AND begins_with(y, :y)", #",":x":{"N":"1"},":y":{"B":"AAA="}"#)
        == ["c"])
    #expect(
      await partitions("g = :g AND c = :c AND x = :x AND y > :y", #",":x":{"N":"1"},":y":{"B":"AA=="}"#) == ["c", "b"])
    for (condition, message) in [
      ("g = :g", "every HASH key attribute of the index must have an equality condition"),
      ("g = :g AND c > :c", "every HASH key attribute of the index must have an equality condition"),
      ("g = :g AND c = :c AND y = :y", "RANGE key attributes must be given in the order of the key schema"),
      ("g = :g AND c = :c AND x > :x AND y = :y", "RANGE key attributes must be given in the order of the key schema"),
    ] {
      let values = [":c": #"{"S":"C"}"#, ":x": #"{"N":"1"}"#, ":y": #"{"B":"AA=="}"#].filter {
        condition.contains($0.key)
      }
      let given = values.map { #","\#($0.key)":\#($0.value)"# }.joined()
      let answer = await Self.query(house, "many", condition, #"":g":{"S":"G"}\#(given)"#)
      #expect(answer.contains(message), "\(condition): \(answer)")
    }
  }

  @Test func refuses() async throws {
    let house = try await Self.house()
    #expect(
      await Self.query(house, "none", "g = :g", #"":g":{"S":"G"}"#)
        == "400 ValidationException: The table does not have the specified index: none")
    #expect(
      await Self.query(house, "keys", "g = :g", #"":g":{"S":"G"}"#, #","ConsistentRead":true"#)
        == "400 ValidationException: Consistent reads are not supported on global secondary indexes")
    #expect(
      await Self.query(house, "keys", "g = :g", #"":g":{"S":"G"}"#, #","Select":"ALL_ATTRIBUTES""#)
        == "400 ValidationException: One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index keys because its projection type is not ALL"
    )
    #expect(
      await Self.query(house, "keys", "g = :g", #"":g":{"S":"G"}"#, #","ProjectionExpression":"c, o.q""#)
        == "400 ValidationException: One or more parameter values were invalid: Global secondary index keys does not project [o]"
    )
    #expect(
      await Self.query(
        house, "keys", "g = :g", #"":g":{"S":"G"}"#, #","ExclusiveStartKey":{"g":{"S":"G"},"x":{"N":"1"}}"#)
        == "400 ValidationException: The provided starting key is invalid")
    #expect(
      await Self.put(house, #""p":{"S":"k"},"c":{"S":"c"},"g":{"N":"1"}"#)
        == "400 ValidationException: One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: keys"
    )
    #expect(
      await Self.put(house, #""p":{"S":"k"},"c":{"S":"c"},"g":{"S":""}"#)
        == "400 ValidationException: One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: keys, IndexKey: g"
    )
    let update =
      #"{"TableName":"tab","Key":{"p":{"S":"k"},"c":{"S":"c"}},"UpdateExpression":"SET x = :v","ExpressionAttributeValues":{":v":{"S":"no"}}}"#
    #expect(
      await house.error("UpdateItem", update)
        == "ValidationException: One or more parameter values were invalid: Type mismatch for Index Key x Expected: N Actual: S IndexName: local"
    )
    #expect(await house.rows() == 0)
  }

  /// Each index's part to the unit: entries made, changed, moved, left alone, taken away.
  @Test func writesCostByIndex() async throws {
    let house = try await Self.house()
    func cost(_ answer: String) -> String {
      guard let start = answer.firstRange(of: #""ConsumedCapacity":"#) else { return answer }
      return String(answer[start.upperBound...].dropLast(1))
    }
    let asked = #","ReturnConsumedCapacity":"INDEXES""#
    let key = #""p":{"S":"k"},"c":{"S":"c"}"#
    #expect(
      cost(await Self.put(house, key + #","g":{"S":"G"},"x":{"N":"1"}"#, asked))
        == #"{"CapacityUnits":3.0,"GlobalSecondaryIndexes":{"keys":{"CapacityUnits":1.0}},"LocalSecondaryIndexes":{"local":{"CapacityUnits":1.0}},"Table":{"CapacityUnits":1.0},"TableName":"tab"}"#
    )
    // Neither index shows `rest`.
    let big = String(repeating: "o", count: 2000)
    #expect(
      cost(await Self.put(house, key + #","g":{"S":"G"},"x":{"N":"1"},"rest":{"S":"\#(big)"}"#, asked))
        == #"{"CapacityUnits":2.0,"Table":{"CapacityUnits":2.0},"TableName":"tab"}"#)
    // Another sort key: the entry goes from one place to another.
    #expect(
      cost(await Self.put(house, key + #","g":{"S":"G"},"x":{"N":"2"},"in":{"S":"\#(big)"}"#, asked))
        == #"{"CapacityUnits":7.0,"GlobalSecondaryIndexes":{"keys":{"CapacityUnits":2.0}},"LocalSecondaryIndexes":{"local":{"CapacityUnits":3.0}},"Table":{"CapacityUnits":2.0},"TableName":"tab"}"#
    )
    #expect(
      cost(
        await house.call("DeleteItem", #"{"TableName":"tab","Key":{\#(key)}\#(asked)}"#))
        == #"{"CapacityUnits":5.0,"GlobalSecondaryIndexes":{"keys":{"CapacityUnits":1.0}},"LocalSecondaryIndexes":{"local":{"CapacityUnits":2.0}},"Table":{"CapacityUnits":2.0},"TableName":"tab"}"#
    )
    #expect(await house.rows() == 0)
  }

  @Test func itemCollectionMetrics() async throws {
    let house = try await Self.house()
    #expect(
      await Self.put(house, #""p":{"S":"k"},"c":{"S":"c"}"#, #","ReturnItemCollectionMetrics":"SIZE""#)
        == #"{"ItemCollectionMetrics":{"ItemCollectionKey":{"p":{"S":"k"}},"SizeEstimateRangeGB":[0.0,1.0]}}"#)
    let batch = await house.call(
      "BatchWriteItem",
      #"{"RequestItems":{"tab":[{"DeleteRequest":{"Key":{"p":{"S":"k"},"c":{"S":"c"}}}}]},"ReturnItemCollectionMetrics":"SIZE"}"#
    )
    #expect(
      batch
        == #"{"ItemCollectionMetrics":{"tab":[{"ItemCollectionKey":{"p":{"S":"k"}},"SizeEstimateRangeGB":[0.0,1.0]}]},"UnprocessedItems":{}}"#
    )
  }

  /// AWS counts an item and what a local index shows of it together.
  @Test func aLocalIndexCountsAgainstTheLargestItem() async throws {
    let house = try await Self.house()
    let half = String(repeating: "i", count: 204_800)
    let item = #""p":{"S":"k"},"c":{"S":"c"},"in":{"S":"\#(half)"}"#
    #expect(await Self.put(house, item) == "{}")
    #expect(
      await Self.put(house, item + #","x":{"N":"1"}"#)
        == "400 ValidationException: Item size has exceeded the maximum allowed size")
  }
}
