import Glibc
import Protocols
import Runtime
import Support
import Testing

@testable import Firehose

@Suite struct UpdateDestinationTests {
  typealias Destination = ExtendedS3DestinationConfiguration

  private static func request(
    _ version: Int, _ update: String, destination: String = "destinationId-000000000001", name: String = "d"
  ) -> String {
    #"{"DeliveryStreamName":"\#(name)","CurrentDeliveryStreamVersionId":"\#(version)","DestinationId":"\#(destination)""#
      + #","ExtendedS3DestinationUpdate":{\#(update)}}"#
  }

  @Test func whatIsNotGivenStays() async throws {
    let firehose = try await FirehoseHouse(milliseconds: DeliveryTests.moment)
    try await firehose.create {
      $0[Destination.prefix] = "a/"
      $0[Destination.fileExtension] = ".json"
    }
    let answer = await firehose.wire("UpdateDestination", UpdateDestinationTests.request(1, #""Prefix":"b/""#))
    #expect(answer.status == 200 && answer.text == "{}")
    let described = await firehose.wire("DescribeDeliveryStream", #"{"DeliveryStreamName":"d"}"#)
    for part in [#""VersionId":"2""#, #""LastUpdateTimestamp":"#, #""Prefix":"b/""#, #""FileExtension":".json""#] {
      #expect(described.text.contains(part), "\(described.text)")
    }
    try await firehose.put("x")
    await firehose.flush()
    #expect(firehose.ports.objects.first?.key.hasPrefix("b/2026/03/04/05/d-2-2026-03-04-05-06-07-") == true)
    await firehose.house.stop()
  }

  @Test func whatIsBufferedFollowsTheNewInterval() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create()
    try await firehose.put("x")
    await firehose.house.advance(milliseconds: 60_000)
    #expect(firehose.ports.objects.isEmpty)
    _ = await firehose.wire(
      "UpdateDestination",
      UpdateDestinationTests.request(1, #""BufferingHints":{"SizeInMBs":1,"IntervalInSeconds":60}"#))
    #expect(await firehose.eventually { firehose.ports.objects.first?.text == "x" })
    await firehose.house.stop()
  }

  /// Both kinds of update are of the one destination.
  @Test func thePlainUpdateChangesTheSameDestination() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create { $0[Destination.fileExtension] = ".json" }
    let answer = await firehose.wire(
      "UpdateDestination",
      #"{"DeliveryStreamName":"d","CurrentDeliveryStreamVersionId":"1","DestinationId":"destinationId-000000000001","#
        + #""S3DestinationUpdate":{"CompressionFormat":"GZIP"}}"#)
    #expect(answer.status == 200)
    let described = await firehose.wire("DescribeDeliveryStream", #"{"DeliveryStreamName":"d"}"#)
    #expect(described.text.contains(#""CompressionFormat":"GZIP""#))
    #expect(described.text.contains(#""FileExtension":".json""#))
    await firehose.house.stop()
  }

  @Test func survivesARestart() async throws {
    let path = "/tmp/cauce-firehose-\(UInt64.random(in: 0...UInt64.max)).sqlite"
    defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
    let first = try await FirehoseHouse(path: path)
    try await first.create()
    _ = await first.wire("UpdateDestination", UpdateDestinationTests.request(1, #""Prefix":"b/""#))
    _ = await first.wire("StartDeliveryStreamEncryption", #"{"DeliveryStreamName":"d"}"#)
    let before = await first.wire("DescribeDeliveryStream", #"{"DeliveryStreamName":"d"}"#)
    await first.house.stop()
    let second = try await FirehoseHouse(path: path)
    let after = await second.wire("DescribeDeliveryStream", #"{"DeliveryStreamName":"d"}"#)
    #expect(after.text == before.text)
    #expect(after.text.contains(#""VersionId":"2""#) && after.text.contains(#""Status":"ENABLED""#))
    await second.house.stop()
  }

  @Test(arguments: [
    (
      request(7, ""),
      "ConcurrentModificationException: Cannot update firehose: d since the current version id: 1 and specified version "
        + "id: 7 do not match"
    ),
    (request(1, "", destination: "d-2"), "InvalidArgumentException: Destination Id d-2 not found"),
    (request(1, "", name: "x"), "ResourceNotFoundException: Firehose x under account 000000000000 not found."),
    (
      request(1, #""CompressionFormat":"ZIP""#),
      "NotImplemented: The parameter ExtendedS3DestinationUpdate.CompressionFormat of UpdateDestination is not emulated."
    ),
    (
      request(1, #""DynamicPartitioningConfiguration":{"Enabled":true}"#),
      "NotImplemented: The parameter ExtendedS3DestinationUpdate.DynamicPartitioningConfiguration.Enabled of UpdateDestination is not emulated."
    ),
    (
      #"{"DeliveryStreamName":"d","CurrentDeliveryStreamVersionId":"1","DestinationId":"destinationId-000000000001"}"#,
      "InvalidArgumentException: Exactly one destination configuration is required for a Firehose"
    ),
    (
      #"{"DeliveryStreamName":"d","CurrentDeliveryStreamVersionId":"1","DestinationId":"destinationId-000000000001","#
        + #""SplunkDestinationUpdate":{}}"#,
      "InvalidArgumentException: The destination SplunkDestinationUpdate is not emulated."
    ),
    (
      #"{"DeliveryStreamName":"d","DestinationId":"x"}"#,
      "ValidationException: 1 validation error detected: Value null at 'currentDeliveryStreamVersionId' failed to satisfy "
        + "constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create()
    #expect(await firehose.wire("UpdateDestination", request).refusal == words)
    await firehose.house.stop()
  }
}
