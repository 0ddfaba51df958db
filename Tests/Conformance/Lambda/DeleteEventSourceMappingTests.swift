import Protocols
import Support
import Testing

@testable import Lambda

@Suite(.timeLimit(.minutes(1))) struct DeleteEventSourceMappingTests {
  @Test func leavesNothingBehind() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make(["shardId-000000000000"])
    lambda.streams.put("shardId-000000000000", ["1"])
    try await lambda.makeHandler()
    let id = try await lambda.map { $0[CreateEventSourceMapping.Input.tags] = ["a": "b"] }
    #expect(await eventually { await lambda.position("shardId-000000000000") != nil })
    let deleted = try await lambda.house.call(DeleteEventSourceMapping.self) {
      $0[DeleteEventSourceMapping.Input.uuid] = id
    }
    #expect(deleted[EventSourceMappingConfiguration.state] == "Deleting")
    #expect(
      await eventually {
        await lambda.house.error(GetEventSourceMapping.self) { $0[GetEventSourceMapping.Input.uuid] = id }?.message
          == "The resource you requested does not exist."
      })
    let left = await lambda.house.onLoop { [service = lambda.service] in
      (try? service.value?.mappingStore.positions(of: id, lanes: 1)) ?? [:]
    }
    #expect(left.isEmpty)
    // The same may be made again and begins anew.
    try await lambda.map()
    #expect(await eventually { lambda.got() == ["1", "1"] })
    await lambda.stop()
  }
}
