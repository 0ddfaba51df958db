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
      refusal?.hasPrefix(
        "ValidationException: 1 validation error detected: Value '[INVALID]' at 'shardLevelMetrics' failed to satisfy "
          + "constraint: Member must satisfy constraint: [Member must satisfy enum value set: [") == true)
  }
}
