import Protocols
import Runtime
import Storage
import Support
import Synchronization
import Testing

@testable import DynamoDB

@Suite struct EnableKinesisStreamingDestinationTests {
  @Test func writesEveryChangeInOrder() async throws {
    let here = try await DestinationHouse()
    #expect(await here.ask("Enable").contains(#""DestinationStatus":"ENABLING""#))
    #expect(try await here.until { try await here.status() == "ACTIVE" })
    here.stream.fail(1)
    for number in 0..<30 {
      _ = await here.house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"},"n":{"N":"\#(number)"}}}"#)
    }
    _ = await here.house.call("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"a"}}}"#)
    // The stream refused once: the next try comes a second later by the emulator's clock.
    #expect(
      try await here.until {
        await here.house.house.advance(milliseconds: 1001)
        return here.stream.records.count == 31
      })
    let records = try here.stream.records.map { try JSONValue.parse($0.data) }
    #expect(records[0]["eventName"]?.string == "INSERT" && records[30]["eventName"]?.string == "REMOVE")
    #expect(
      records[0..<30].compactMap { $0["dynamodb"]?["NewImage"]?["n"]?["N"]?.string } == (0..<30).map(String.init))
    #expect(records[0]["tableName"]?.string == "tab")
    #expect(records[0]["recordFormat"]?.string == "application/json")
    #expect(records[0]["userIdentity"] == .null)
    #expect(records[1]["dynamodb"]?["OldImage"]?["n"]?["N"]?.string == "0")
    #expect(Set(here.stream.records.map(\.partitionKey)).count == 1)
  }

  @Test func failsWithoutTheStream() async throws {
    let here = try await DestinationHouse()
    let none = MemoryStream.arn + "-not"
    _ = await here.ask("Enable", none)
    #expect(try await here.until { try await here.status() == "ENABLE_FAILED" })
    _ = await here.ask("Enable")
    #expect(try await here.until { try await here.status(1) == "ACTIVE" })
    #expect(
      await here.ask("Enable").hasSuffix(
        "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation."))
  }
}
