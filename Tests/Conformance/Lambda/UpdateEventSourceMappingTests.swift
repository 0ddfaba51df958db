import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite(.serialized, .timeLimit(.minutes(1))) struct UpdateEventSourceMappingTests {
  private static let shard = "shardId-000000000000"
  private typealias Input = UpdateEventSourceMapping.Input
  private typealias Shown = EventSourceMappingConfiguration

  @Test func pausesAndGoesOnWhereItStopped() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1"])
    try await lambda.makeHandler()
    let id = try await lambda.map()
    #expect(await eventually { lambda.got() == ["1"] })
    let paused = try await lambda.house.call(UpdateEventSourceMapping.self) {
      $0[Input.uuid] = id
      $0[Input.enabled] = false
    }
    #expect(paused[Shown.state] == "Disabling")
    #expect(await eventually { (try? await lambda.mapping(id))?[Shown.state] == "Disabled" })
    // Another mapping of the stream tells when the record could have come.
    try await lambda.make("g", "def handler(event, context): print('EVENT', len(event['Records']))")
    try await lambda.map { $0[CreateEventSourceMapping.Input.functionName] = "g" }
    #expect(await eventually { lambda.logs.messages("/aws/lambda/g").contains("EVENT 1\n") })
    lambda.streams.put(Self.shard, ["2"])
    #expect(
      await eventually { lambda.logs.messages("/aws/lambda/g").filter { $0.hasPrefix("EVENT") }.count == 2 })
    #expect(lambda.got() == ["1"])
    let resumed = try await lambda.house.call(UpdateEventSourceMapping.self) {
      $0[Input.uuid] = id
      $0[Input.enabled] = true
    }
    #expect(resumed[Shown.state] == "Enabling")
    #expect(await eventually { lambda.got() == ["1", "2"] })
    #expect(await eventually { (try? await lambda.mapping(id))?[Shown.state] == "Enabled" })
    await lambda.stop()
  }

  /// A batch that fails without end does not keep the mapping from being paused, nor from new settings.
  @Test func changesTakeEffect() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["bad", "2", "3", "4"])
    try await lambda.makeHandler("if 'bad' in data: raise ValueError('bad')")
    let id = try await lambda.map { $0[CreateEventSourceMapping.Input.batchSize] = 1 }
    #expect(await eventually { lambda.got().count > 2 })
    let updated = try await lambda.house.call(UpdateEventSourceMapping.self) {
      $0[Input.uuid] = id
      $0[Input.maximumRetryAttempts] = 0
      $0[Input.batchSize] = 2
      $0[Input.bisectBatchOnFunctionError] = true
    }
    #expect(updated[Shown.state] == "Updating")
    #expect(updated[Shown.batchSize] == 2)
    #expect(await eventually { lambda.got().suffix(4) == ["bad,2", "bad", "2", "3,4"] })
    try await lambda.make("g", "def handler(event, context): print('EVENT g', len(event['Records']))")
    try await lambda.update(id) { $0[Input.functionName] = "g" }
    lambda.streams.put(Self.shard, ["5"])
    #expect(await eventually { lambda.logs.messages("/aws/lambda/g").contains("EVENT g 1\n") })
    #expect(try await lambda.mapping(id)[Shown.functionARN]?.hasSuffix(":function:g") == true)
    await lambda.stop()
  }

  @Test func filtersAndDestinationsAreSetAndTakenAway() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    try await lambda.makeHandler()
    let id = try await lambda.map { $0[CreateEventSourceMapping.Input.enabled] = false }
    try await lambda.update(id) {
      $0[Input.filterCriteria] = .with {
        $0[FilterCriteria.filters] = [.with { $0[FilterCriteria.Filter.pattern] = #"{"data":["x"]}"# }]
      }
      $0[Input.destinationConfig] = .failures(to: "arn:aws:s3:::b")
    }
    var shown = try await lambda.mapping(id)
    #expect(shown[Shown.filterCriteria]?[FilterCriteria.filters]?.count == 1)
    #expect(
      shown[Shown.destinationConfig]?[DestinationConfig.onFailure]?[DestinationConfig.OnFailure.destination]
        == "arn:aws:s3:::b")
    let wrong = await lambda.house.error(UpdateEventSourceMapping.self) {
      $0[Input.uuid] = id
      $0[Input.filterCriteria] = .with {
        $0[FilterCriteria.filters] = [.with { $0[FilterCriteria.Filter.pattern] = "{}" }]
      }
    }
    #expect(wrong?.message == "Invalid filter pattern definition.")
    try await lambda.update(id) {
      $0[Input.filterCriteria] = Values()
      $0[Input.destinationConfig] = .with { $0[DestinationConfig.onFailure] = Values() }
    }
    shown = try await lambda.mapping(id)
    #expect(shown[Shown.filterCriteria] == nil)
    #expect(
      shown[Shown.destinationConfig]?[DestinationConfig.onFailure]?[DestinationConfig.OnFailure.destination] == nil)
    await lambda.stop()
  }
}
