import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct ListStreamConsumersTests {
  private func page(
    _ house: KinesisHouse, _ token: String? = nil, limit: Int32? = nil
  ) async throws(AWSError) -> Values<ListStreamConsumers.Output> {
    try await house.call(ListStreamConsumers.self) {
      $0[ListStreamConsumers.Input.streamARN] = KinesisHouse.arn
      $0[ListStreamConsumers.Input.nextToken] = token
      $0[ListStreamConsumers.Input.maxResults] = limit
    }
  }

  @Test func pagesInTheOrderOfTheARNs() async throws {
    let house = try await KinesisHouse.withStream()
    for name in ["b", "c", "a"] { try await house.register(name) }
    let first = try await page(house, limit: 2)
    #expect(first[ListStreamConsumers.Output.consumers]?.map { $0[Consumer.consumerName] } == ["a", "b"])
    let token = try #require(first[ListStreamConsumers.Output.nextToken])
    let second = try await page(house, token)
    #expect(second[ListStreamConsumers.Output.consumers]?.map { $0[Consumer.consumerName] } == ["c"])
    #expect(!second.has(ListStreamConsumers.Output.nextToken))
  }

  @Test func tokensExpireAndBelongToTheirList() async throws {
    let house = try await KinesisHouse.withStream(shards: 2)
    for name in ["a", "b"] { try await house.register(name) }
    let token = try #require(try await page(house, limit: 1)[ListStreamConsumers.Output.nextToken])
    let other = try await house.call(ListShards.self) {
      $0[ListShards.Input.streamName] = "s"
      $0[ListShards.Input.maxResults] = 1
    }[ListShards.Output.nextToken]
    func refusal(_ token: String?) async -> String? {
      await house.refusal(ListStreamConsumers.self) {
        $0[ListStreamConsumers.Input.streamARN] = KinesisHouse.arn
        $0[ListStreamConsumers.Input.nextToken] = token
      }
    }
    #expect(await refusal("nonsense") == "InvalidArgumentException: Invalid NextToken.")
    #expect(await refusal(other) == "InvalidArgumentException: Invalid NextToken.")
    await house.house.advance(milliseconds: 301_000)
    #expect(await refusal(token)?.hasPrefix("ExpiredNextTokenException: ") == true)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    let consumer = try await house.register()
    #expect(consumer.hasPrefix(KinesisHouse.arn + "/consumer/c:"))
    #expect(
      await house.wire("ListStreamConsumers", #"{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}"#)
        == #"""
        200
        {"Consumers":[{"ConsumerARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/c:<time>",
        "ConsumerCreationTimestamp":<time>,
        "ConsumerName":"c",
        "ConsumerStatus":"ACTIVE"}]}
        """#)
    #expect(
      await house.wire(
        "ListStreamConsumers",
        #"{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","MaxResults":0}"#)
          == #"""
          400
          {"__type":"ValidationException",
          "message":"1 validation error detected: Value '0' at 'maxResults'
          failed to satisfy constraint: Member must have value greater than or equal to 1"}
          """#)
  }
}
