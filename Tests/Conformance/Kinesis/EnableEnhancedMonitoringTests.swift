import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct EnableEnhancedMonitoringTests {
  @Test func tellsBeforeAndAfterAndALLExpands() async throws {
    let house = try await KinesisHouse.withStream()
    func enable(_ metrics: [String]) async throws -> [[String]?] {
      let output = try await house.call(EnableEnhancedMonitoring.self) {
        $0[EnableEnhancedMonitoring.Input.streamName] = "s"
        $0[EnableEnhancedMonitoring.Input.shardLevelMetrics] = metrics
      }
      #expect(output[EnhancedMonitoring.streamARN] == KinesisHouse.arn)
      return [output[EnhancedMonitoring.current], output[EnhancedMonitoring.desired]]
    }
    #expect(try await enable(["OutgoingBytes"]) == [[], ["OutgoingBytes"]])
    #expect(try await enable(["IncomingBytes"]) == [["OutgoingBytes"], ["IncomingBytes", "OutgoingBytes"]])
    #expect(try await enable(["ALL"])[1] == EnhancedMonitoring.names)
    #expect(
      try await house.summary()[KinesisHouse.Summary.enhancedMonitoring].map { $0[EnhancedMetrics.shardLevelMetrics] }
        == [EnhancedMonitoring.names])
  }

  /// Recorded from AWS.
  @Test func wordsABadMetricAsAWSDoes() async throws {
    let house = try await KinesisHouse.withStream()
    let refusal = await house.refusal(EnableEnhancedMonitoring.self) {
      $0[EnableEnhancedMonitoring.Input.streamName] = "s"
      $0[EnableEnhancedMonitoring.Input.shardLevelMetrics] = ["INVALID"]
    }
    #expect(
      refusal
        == "ValidationException: 1 validation error detected: Value '[INVALID]' at 'shardLevelMetrics' failed to satisfy "
        + "constraint: Member must satisfy constraint: [Member must satisfy enum value set: [ALL, IteratorAgeMilliseconds, "
        + "IncomingBytes, WriteProvisionedThroughputExceeded, OutgoingRecords, ReadProvisionedThroughputExceeded, "
        + "IncomingRecords, OutgoingBytes]]")
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire("EnableEnhancedMonitoring", #"{"StreamName":"s","ShardLevelMetrics":["IncomingBytes"]}"#)
        == #"""
        200
        {"CurrentShardLevelMetrics":[],
        "DesiredShardLevelMetrics":["IncomingBytes"],
        "StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s",
        "StreamName":"s"}
        """#)
    #expect(
      await house.wire("EnableEnhancedMonitoring", #"{"StreamName":"t","ShardLevelMetrics":["ALL"]}"#)
        == #"""
        400
        {"__type":"ResourceNotFoundException",
        "message":"Stream t under account 000000000000 not found."}
        """#)
  }
}
