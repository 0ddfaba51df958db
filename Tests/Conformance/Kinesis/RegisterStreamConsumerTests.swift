import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct RegisterStreamConsumerTests {
  private func refusal(_ house: KinesisHouse, _ name: String) async -> String? {
    await house.refusal(RegisterStreamConsumer.self) {
      $0[RegisterStreamConsumer.Input.streamARN] = KinesisHouse.arn
      $0[RegisterStreamConsumer.Input.consumerName] = name
    }
  }

  @Test func itsARNEndsInItsCreation() async throws {
    let house = try await KinesisHouse.withStream()
    let output = try await house.call(RegisterStreamConsumer.self) {
      $0[RegisterStreamConsumer.Input.streamARN] = KinesisHouse.arn
      $0[RegisterStreamConsumer.Input.consumerName] = "c"
      $0[RegisterStreamConsumer.Input.tags] = ["k": "v"]
    }
    let consumer = output[RegisterStreamConsumer.Output.consumer]
    let created = consumer[Consumer.consumerCreationTimestamp].seconds
    #expect(consumer[Consumer.consumerARN] == "\(KinesisHouse.arn)/consumer/c:\(created)")
    #expect(consumer[Consumer.consumerStatus] == "ACTIVE")
    #expect(try await house.summary()[KinesisHouse.Summary.consumerCount] == 1)
    let tags = try await house.call(ListTagsForResource.self) {
      $0[ListTagsForResource.Input.resourceARN] = consumer[Consumer.consumerARN]
    }
    #expect(tags[ListTagsForResource.Output.tags]?.map { $0[Tag.key] } == ["k"])
    #expect(
      await refusal(house, "c")
        == "ResourceInUseException: Consumer c under stream s already exists for account 000000000000.")
    #expect(
      await refusal(house, "a b")
        == "ValidationException: 1 validation error detected: Value 'a b' at 'consumerName' failed to satisfy constraint: "
        + "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
  }

  @Test func twentyAStreamAndFiftyWithTheCommitmentOnDemand() async throws {
    let house = try KinesisHouse()
    try await house.createOnDemand()
    for number in 0..<20 { try await house.register("c\(number)") }
    #expect(await refusal(house, "more")?.hasPrefix("LimitExceededException: ") == true)
    _ = try await house.call(UpdateAccountSettings.self) {
      $0[UpdateAccountSettings.Input.commitment] = .with { $0[UpdateAccountSettings.Commitment.status] = "ENABLED" }
    }
    for number in 20..<50 { try await house.register("c\(number)") }
    #expect(await refusal(house, "more")?.hasPrefix("LimitExceededException: ") == true)
  }

  @Test func fiveMayBeCreatingAtATime() async throws {
    let house = try await KinesisHouse.withStream(delay: 60_000)
    for number in 0..<5 { try await house.register("c\(number)") }
    #expect(await refusal(house, "c5")?.hasPrefix("LimitExceededException: ") == true)
    await house.house.advance(milliseconds: 60_000)
    try await eventually { await refusal(house, "c5") == nil }
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire(
        "RegisterStreamConsumer",
        #"{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","ConsumerName":"c"}"#)
          == #"""
          200
          {"Consumer":{"ConsumerARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/c:<time>",
          "ConsumerCreationTimestamp":<time>,
          "ConsumerName":"c",
          "ConsumerStatus":"ACTIVE"}}
          """#)
    #expect(
      await house.wire(
        "RegisterStreamConsumer",
        #"{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","ConsumerName":"c"}"#)
          == #"""
          400
          {"__type":"ResourceInUseException",
          "message":"Consumer c under stream s already exists for account 000000000000."}
          """#)
  }
}
