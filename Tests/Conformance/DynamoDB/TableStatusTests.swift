import Protocols
import Testing

@testable import DynamoDB

/// `--dynamodb-delay`: tables that take their time, by the emulator's clock.
@Suite struct TableStatusTests {
  private static func status(_ house: DynamoDBHouse) async -> String {
    let answer = await house.call("DescribeTable", #"{"TableName":"tab"}"#)
    return (try? JSONValue.parse(answer))?["Table"]?["TableStatus"]?.string ?? answer
  }

  private static func advance(_ house: DynamoDBHouse, milliseconds: Int64) async {
    await house.advanceClock(milliseconds: milliseconds)
  }

  @Test func tablesTakeTheirTime() async throws {
    let house = try DynamoDBHouse(delay: 5000)
    await house.freezeClock()
    await house.table()
    let put = #"{"TableName":"tab","Item":{"p":{"S":"a"}}}"#
    #expect(await Self.status(house) == "CREATING")
    #expect(await house.error("PutItem", put) == "ResourceNotFoundException: Requested resource not found")
    #expect(
      await house.error("DeleteTable", #"{"TableName":"tab"}"#)
        == "ResourceInUseException: Attempt to change a resource which is still in use: Table is being created: tab")
    await Self.advance(house, milliseconds: 5000)
    #expect(await Self.status(house) == "ACTIVE")
    #expect(await house.call("PutItem", put) == "{}")
    _ = await house.call("UpdateTable", #"{"TableName":"tab","DeletionProtectionEnabled":false}"#)
    #expect(await Self.status(house) == "UPDATING")
    #expect(await house.call("PutItem", put) == "{}")
    await Self.advance(house, milliseconds: 5000)
    #expect(await house.call("DeleteTable", #"{"TableName":"tab"}"#).contains("DELETING"))
    #expect(await Self.status(house) == "DELETING")
    #expect(await house.error("PutItem", put) == "ResourceNotFoundException: Requested resource not found")
    #expect(await house.rows() == 1)
    await Self.advance(house, milliseconds: 5000)
    for _ in 0..<2000 where await house.rows() > 0 { try? await Task.sleep(for: .milliseconds(5)) }
    #expect(
      await Self.status(house)
        == "400 ResourceNotFoundException: Requested resource not found: Table: tab not found")
  }
}
