import Protocols
import Support
import Testing

@testable import Lambda

@Suite(.timeLimit(.minutes(1))) struct ListEventSourceMappingsTests {
  private func list(
    _ lambda: LambdaHouse, _ fill: (inout Values<ListEventSourceMappings.Input>) -> Void = { _ in }
  ) async throws(AWSError) -> (sources: [String], ids: [String], marker: String?) {
    let output = try await lambda.house.call(ListEventSourceMappings.self, fill)
    let shown = output[ListEventSourceMappings.Output.eventSourceMappings] ?? []
    return (
      shown.map { $0[EventSourceMappingConfiguration.eventSourceARN] ?? "" },
      shown.map { $0[EventSourceMappingConfiguration.uuid] ?? "" }, output[ListEventSourceMappings.Output.nextMarker]
    )
  }

  @Test func filtersAndPages() async throws {
    let lambda = try LambdaHouse()
    let empty = await lambda.house.send(
      "GET", "/2015-03-31/event-source-mappings", fields: [("Authorization", LambdaHouse.authorization)])
    // Recorded from AWS: the null is written.
    #expect(String(decoding: empty.body, as: UTF8.self).contains(#""NextMarker":null"#))
    lambda.streams.make(["shardId-000000000000"])
    try await lambda.makeHandler()
    try await lambda.make("g", "def handler(event, context): pass")
    try await lambda.map { $0[CreateEventSourceMapping.Input.enabled] = false }
    try await lambda.map(MemoryStreams.consumer) { $0[CreateEventSourceMapping.Input.enabled] = false }
    try await lambda.map {
      $0[CreateEventSourceMapping.Input.functionName] = "g"
      $0[CreateEventSourceMapping.Input.enabled] = false
    }
    typealias Input = ListEventSourceMappings.Input
    #expect(try await list(lambda).sources.count == 3)
    #expect(try await list(lambda) { $0[Input.functionName] = "g" }.sources == [MemoryStreams.arn])
    #expect(
      try await list(lambda) { $0[Input.eventSourceARN] = MemoryStreams.consumer }.sources == [MemoryStreams.consumer])
    #expect(
      try await list(lambda) {
        $0[Input.eventSourceARN] = MemoryStreams.arn
        $0[Input.functionName] = "f"
      }.sources == [MemoryStreams.arn])
    let first = try await list(lambda) { $0[Input.maxItems] = 2 }
    #expect(first.ids.count == 2)
    let marker = try #require(first.marker)
    let second = try await list(lambda) {
      $0[Input.maxItems] = 2
      $0[Input.marker] = marker
    }
    #expect(second.ids.count == 1 && second.marker == nil)
    #expect(Set(first.ids + second.ids).count == 3)
    let missing = await lambda.house.error(ListEventSourceMappings.self) { $0[Input.functionName] = "none" }
    #expect(missing?.code == "ResourceNotFoundException")
    await lambda.stop()
  }
}
