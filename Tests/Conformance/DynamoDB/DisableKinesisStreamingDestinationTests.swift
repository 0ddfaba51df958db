import Protocols
import Runtime
import Storage
import Support
import Synchronization
import Testing

@testable import DynamoDB

@Suite struct DisableKinesisStreamingDestinationTests {
  @Test func ends() async throws {
    let here = try await DestinationHouse()
    #expect(
      await here.ask("Disable")
        == "ValidationException: Table is not in a valid state to enable Kinesis Streaming Destination: "
        + "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.")
    _ = await here.ask("Enable")
    #expect(try await here.until { try await here.status() == "ACTIVE" })
    #expect(await here.ask("Disable").contains(#""DestinationStatus":"DISABLING""#))
    #expect(try await here.status() == "DISABLED")
    _ = await here.house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"}}}"#)
    #expect(here.stream.records.isEmpty)
  }
}
