import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct DeregisterStreamConsumerTests {
  @Test func itIsGoneAndItsNameIsFree() async throws {
    let house = try await KinesisHouse.withStream()
    let arn = try await house.register()
    _ = try await house.call(DeregisterStreamConsumer.self) {
      $0[DeregisterStreamConsumer.Input.streamARN] = KinesisHouse.arn
      $0[DeregisterStreamConsumer.Input.consumerName] = "c"
    }
    #expect(try await house.summary()[KinesisHouse.Summary.consumerCount] == 0)
    #expect(
      await house.refusal(DeregisterStreamConsumer.self) { $0[DeregisterStreamConsumer.Input.consumerARN] = arn }
        == "ResourceNotFoundException: Consumer c under stream: s, account 000000000000 not found.")
    try await house.register()
  }

  /// Recorded from AWS: what was admitted is served.
  @Test func aSubscriptionThatRunsGoesOn() async throws {
    let house = try await KinesisHouse.withStream()
    let arn = try await house.register()
    let subscriber = try await house.subscribe(arn)
    _ = try await house.call(DeregisterStreamConsumer.self) { $0[DeregisterStreamConsumer.Input.consumerARN] = arn }
    try await house.put("later")
    try await eventually { subscriber.data.count == 1 }
    #expect(!subscriber.isFinished)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    let consumer = try await house.register()
    #expect(
      await house.wire("DeregisterStreamConsumer", #"{"ConsumerARN":"\#(consumer)"}"#)
        == "200")
    #expect(
      await house.wire(
        "DeregisterStreamConsumer",
        #"{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","ConsumerName":"c"}"#)
          == #"""
          400
          {"__type":"ResourceNotFoundException",
          "message":"Consumer c under stream: s, account 000000000000 not found."}
          """#)
  }
}
