import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct DisableEnhancedMonitoringTests {
  @Test func whatIsOffAlreadyLeavesTheStreamActive() async throws {
    let house = try await KinesisHouse.withStream(delay: 60_000)
    func disable(_ metrics: [String]) async throws -> [[String]?] {
      let output = try await house.call(DisableEnhancedMonitoring.self) {
        $0[DisableEnhancedMonitoring.Input.streamName] = "s"
        $0[DisableEnhancedMonitoring.Input.shardLevelMetrics] = metrics
      }
      return [output[EnhancedMonitoring.current], output[EnhancedMonitoring.desired]]
    }
    #expect(try await disable(["ALL"]) == [[], []])
    #expect(try await house.summary()[KinesisHouse.Summary.streamStatus] == "ACTIVE")
    _ = try await house.call(EnableEnhancedMonitoring.self) {
      $0[EnableEnhancedMonitoring.Input.streamName] = "s"
      $0[EnableEnhancedMonitoring.Input.shardLevelMetrics] = ["IncomingBytes", "OutgoingBytes"]
    }
    await house.house.advance(milliseconds: 60_000)
    try await house.untilStatus("ACTIVE")
    #expect(try await disable(["IncomingBytes"]) == [["IncomingBytes", "OutgoingBytes"], ["OutgoingBytes"]])
    #expect(try await house.summary()[KinesisHouse.Summary.streamStatus] == "UPDATING")
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire("DisableEnhancedMonitoring", #"{"StreamName":"s","ShardLevelMetrics":["ALL"]}"#)
        == #"""
        200
        {"CurrentShardLevelMetrics":[],
        "DesiredShardLevelMetrics":[],
        "StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s",
        "StreamName":"s"}
        """#)
    #expect(
      await house.wire("DisableEnhancedMonitoring", #"{"StreamName":"s","ShardLevelMetrics":[]}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value '[]' at 'shardLevelMetrics'
        failed to satisfy constraint: Member must have length greater than or equal to 1"}
        """#)
  }
}
