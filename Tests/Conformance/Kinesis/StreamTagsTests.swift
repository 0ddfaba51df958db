import Protocols
import Support
import Testing

@testable import Kinesis

/// AddTagsToStream, RemoveTagsFromStream, ListTagsForStream, TagResource, UntagResource and ListTagsForResource: one map
/// (rules recorded from AWS).
@Suite struct StreamTagsTests {
  private func add(_ tags: [String: String], _ house: KinesisHouse) async -> String? {
    await house.refusal(AddTagsToStream.self) {
      $0[AddTagsToStream.Input.streamName] = "s"
      $0[AddTagsToStream.Input.tags] = tags
    }
  }

  private func tag(_ tags: [String: String], _ house: KinesisHouse, on arn: String = KinesisHouse.arn) async -> String?
  {
    await house.refusal(TagResource.self) {
      $0[TagResource.Input.resourceARN] = arn
      $0[TagResource.Input.tags] = tags
    }
  }

  private func keys(_ house: KinesisHouse, of arn: String = KinesisHouse.arn) async throws -> [String] {
    try await house.call(ListTagsForResource.self) { $0[ListTagsForResource.Input.resourceARN] = arn }[
      ListTagsForResource.Output.tags]?.map { $0[Tag.key] } ?? []
  }

  @Test func bothFamiliesSeeOneMapInByteOrder() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(await add(["b": "", "B": "2"], house) == nil)
    #expect(await tag(["a": "1"], house) == nil)
    #expect(try await keys(house) == ["B", "a", "b"])
    let page = try await house.call(ListTagsForStream.self) {
      $0[ListTagsForStream.Input.streamName] = "s"
      $0[ListTagsForStream.Input.limit] = 1
      $0[ListTagsForStream.Input.exclusiveStartTagKey] = "B"
    }
    #expect(page[ListTagsForStream.Output.tags].map { $0[Tag.key] } == ["a"])
    #expect(page[ListTagsForStream.Output.hasMoreTags])
    _ = try await house.call(RemoveTagsFromStream.self) {
      $0[RemoveTagsFromStream.Input.streamName] = "s"
      $0[RemoveTagsFromStream.Input.tagKeys] = ["a", "none"]
    }
    _ = try await house.call(UntagResource.self) {
      $0[UntagResource.Input.resourceARN] = KinesisHouse.arn
      $0[UntagResource.Input.tagKeys] = ["B"]
    }
    #expect(try await keys(house) == ["b"])
  }

  @Test func fiftyAtMostAndNoSystemTags() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(await add(Dictionary(uniqueKeysWithValues: (0..<50).map { ("k\($0)", "") }), house) == nil)
    #expect(await add(["k0": "again"], house) == nil)
    #expect(
      await tag(["more": ""], house)
        == "InvalidArgumentException: Failed to add tags to resource \(KinesisHouse.arn) under account 000000000000 "
        + "because a given resource cannot have more than 50 tags associated with it.")
    #expect(
      await tag(["aws:x": ""], house)
        == "InvalidArgumentException: Some tag keys in the request started with 'aws:'. System tags cannot be modified."
    )
    #expect(
      await add([:], house)
        == "ValidationException: 1 validation error detected: Value '{}' at 'tags' failed to satisfy constraint: Member "
        + "must have length greater than or equal to 1")
  }

  @Test func consumersHaveTheirOwn() async throws {
    let house = try await KinesisHouse.withStream()
    let consumer = try await house.register()
    #expect(await tag(["c": ""], house, on: consumer) == nil)
    #expect(try await keys(house, of: consumer) == ["c"])
    #expect(try await keys(house) == [])
    _ = try await house.call(DeregisterStreamConsumer.self) {
      $0[DeregisterStreamConsumer.Input.consumerARN] = consumer
    }
    #expect(try await keys(house, of: house.register("d")) == [])
  }
}
