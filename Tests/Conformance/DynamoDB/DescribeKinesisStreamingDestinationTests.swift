import Protocols
import Runtime
import Storage
import Support
import Synchronization
import Testing

@testable import DynamoDB

@Suite struct DescribeKinesisStreamingDestinationTests {
  @Test func tellsNone() async throws {
    let here = try await DestinationHouse()
    #expect(
      await here.house.call("DescribeKinesisStreamingDestination", #"{"TableName":"tab"}"#)
        == #"{"TableName":"tab","KinesisDataStreamDestinations":[]}"#)
    #expect(
      await here.house.error("DescribeKinesisStreamingDestination", #"{"TableName":"none"}"#)
        == "ResourceNotFoundException: Requested resource not found: Table: none not found")
  }
}
