import Protocols
import Testing

@testable import DynamoDB

@Suite struct ScanTests {
  private static func filled() async throws -> DynamoDBHouse {
    let house = try DynamoDBHouse()
    await house.table(sort: "N")
    await house.table("empty")
    for index in 0..<120 {
      _ = await house.call(
        "PutItem", #"{"TableName":"tab","Item":{"p":{"S":"p\#(index % 40)"},"c":{"N":"\#(index)"}}}"#)
    }
    return house
  }

  private static func walk(_ house: DynamoDBHouse, _ members: String) async -> [String] {
    var found: [String] = []
    var start = ""
    for _ in 0..<200 {
      let answer = await house.call("Scan", #"{"TableName":"tab"\#(members)\#(start)}"#)
      let json = try? JSONValue.parse(answer)
      found += json?["Items"]?.array?.compactMap { $0["c"]?["N"]?.string } ?? []
      guard let last = json?["LastEvaluatedKey"] else { break }
      start = #","ExclusiveStartKey":\#(last.text)"#
    }
    return found
  }

  private static let all = Set((0..<120).map(String.init))

  @Test func findsEveryItemOnce() async throws {
    let house = try await Self.filled()
    for members in ["", #","Limit":1"#, #","Limit":7"#] {
      let found = await Self.walk(house, members)
      #expect(found.count == 120)
      #expect(Set(found) == Self.all)
    }
    #expect(await house.call("Scan", #"{"TableName":"empty"}"#) == #"{"Count":0,"Items":[],"ScannedCount":0}"#)
  }

  /// Segments are disjoint and together complete, and each can be paged by itself.
  @Test(arguments: [1, 2, 3, 16, 1000])
  func segments(total: Int) async throws {
    let house = try await Self.filled()
    var found: [String] = []
    for segment in 0..<total {
      found += await Self.walk(house, #","Limit":9,"Segment":\#(segment),"TotalSegments":\#(total)"#)
    }
    #expect(found.count == 120)
    #expect(Set(found) == Self.all)
  }

  @Test func filtersByNewAndOldParameters() async throws {
    let house = try await Self.filled()
    #expect(
      await house.call(
        "Scan",
        #"{"TableName":"tab","Select":"COUNT","FilterExpression":"c < :c","ExpressionAttributeValues":{":c":{"N":"5"}}}"#
      )
        == #"{"Count":5,"ScannedCount":120}"#)
    #expect(
      await house.call(
        "Scan",
        #"{"TableName":"tab","Select":"COUNT","ConditionalOperator":"OR","ScanFilter":{"c":{"ComparisonOperator":"LT","AttributeValueList":[{"N":"5"}]},"p":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"p39"}]}}}"#
      ) == #"{"Count":8,"ScannedCount":120}"#)
  }

  /// A table paid by request has four partitions, and each that is scanned costs for itself.
  @Test func consumedCapacity() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    func units(_ members: String) async -> Double? {
      let answer = await house.call("Scan", #"{"TableName":"tab","ReturnConsumedCapacity":"TOTAL"\#(members)}"#)
      return (try? JSONValue.parse(answer))?["ConsumedCapacity"]?["CapacityUnits"]?.double
    }
    #expect(await units("") == 2)
    #expect(await units(#","ConsistentRead":true"#) == 4)
    #expect(await units(#","ConsistentRead":true,"Segment":1,"TotalSegments":4"#) == 1)
    #expect(await units(#","ConsistentRead":true,"Segment":0,"TotalSegments":2"#) == 2)
    #expect(await units(#","ConsistentRead":true,"Segment":7,"TotalSegments":8"#) == 1)
  }

  static let refusals: [(String, String)] = [
    (
      #","Segment":0"#,
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present"
    ),
    (
      #","TotalSegments":4"#,
      "The Segment parameter is required but was not present in the request when parameter TotalSegments is present"
    ),
    (
      #","Segment":5,"TotalSegments":5"#,
      "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5"
    ),
    (
      #","Limit":0"#,
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
    ),
    (
      #","ExclusiveStartKey":{"p":{"S":"x"}}"#,
      "The provided starting key is invalid: The provided key element does not match the schema"
    ),
    (#","FilterExpression":"""#, "Invalid FilterExpression: The expression can not be empty;"),
  ]

  @Test(arguments: ScanTests.refusals)
  func refuses(members: String, message: String) async throws {
    let house = try DynamoDBHouse()
    await house.table(sort: "N")
    #expect(await house.error("Scan", #"{"TableName":"tab"\#(members)}"#) == "ValidationException: \(message)")
  }
}
