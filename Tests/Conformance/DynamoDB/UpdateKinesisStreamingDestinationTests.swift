import Protocols
import Runtime
import Storage
import Support
import Synchronization
import Testing

@testable import DynamoDB

@Suite struct UpdateKinesisStreamingDestinationTests {
  @Test func changesThePrecision() async throws {
    let here = try await DestinationHouse()
    let micro =
      #","UpdateKinesisStreamingConfiguration":{"ApproximateCreationDateTimePrecision":"MICROSECOND"}"#
    #expect(
      await here.ask("Update", MemoryStream.arn, micro).hasSuffix(
        "No streaming destination with streamArn: \(MemoryStream.arn) found for table with tableName: tab"))
    _ = await here.ask("Enable")
    #expect(try await here.until { try await here.status() == "ACTIVE" })
    #expect(await here.ask("Update", MemoryStream.arn, micro).contains("UPDATING"))
    _ = await here.house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"}}}"#)
    #expect(try await here.until { here.stream.records.count == 1 })
    let time = try JSONValue.parse(try #require(here.stream.records.first).data)["dynamodb"]
    #expect(time?["ApproximateCreationDateTimePrecision"]?.string == "MICROSECOND")
    #expect(time?["ApproximateCreationDateTime"]?.int ?? 0 > 1_000_000_000_000_000)
  }
}
