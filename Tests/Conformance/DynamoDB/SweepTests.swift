import Testing

@testable import DynamoDB

@Suite struct SweepTests {
  /// Items of a deleted table are taken from the store in pages, behind the answer; other tables' items stay.
  @Test func deletedTablesAreSwept() async throws {
    let house = try DynamoDBHouse()
    await house.table("kept")
    await house.table("gone")
    for start in stride(from: 0, to: 1200, by: 25) {
      let requests = (start..<(start + 25)).map { #"{"PutRequest":{"Item":{"p":{"S":"\#($0)"}}}}"# }
      let list = requests.joined(separator: ",")
      _ = await house.call("BatchWriteItem", #"{"RequestItems":{"gone":[\#(list)]}}"#)
    }
    _ = await house.call("PutItem", #"{"TableName":"kept","Item":{"p":{"S":"k"}}}"#)
    #expect(await house.rows() == 1201)
    _ = await house.call("DeleteTable", #"{"TableName":"gone"}"#)
    for _ in 0..<1000 where await house.rows() > 1 { await Task.yield() }
    #expect(await house.rows() == 1)
    #expect(await house.call("Scan", #"{"TableName":"kept","Select":"COUNT"}"#) == #"{"Count":1,"ScannedCount":1}"#)
  }
}
