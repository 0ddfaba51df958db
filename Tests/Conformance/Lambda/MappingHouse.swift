import Glibc
import Protocols
import Runtime
import Support
import Synchronization

@testable import Lambda

/// What a mapping's handler was given.
struct GivenEvent {
  var requestID: String
  var event: JSONValue

  var records: [JSONValue] { event["Records"]?.array ?? [] }
  /// The data of the records, decoded.
  var data: [String] {
    records.map { record in
      let bytes = record["kinesis"]?["data"]?.string.flatMap { Base64.decode($0) } ?? []
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

extension LambdaHouse {
  /// A function `f` that writes down each event. `body` follows, with `event`, the request id `id` and the decoded `data`
  /// at hand.
  func makeHandler(_ body: String = "return None", environment: [String: String]? = nil) async throws(AWSError) {
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(
      separator: "\n")
    try await make(
      "f",
      """
      import base64, json, os, time
      def handler(event, context):
          id = context.aws_request_id
          data = [base64.b64decode(r["kinesis"]["data"]).decode("utf8", "replace") for r in event["Records"] if "kinesis" in r]
          with open("\(events)", "a") as file: file.write(id + " " + json.dumps(event) + "\\n")
      \(lines)
      """, environment: environment)
  }

  /// Maps the stream in memory to `f`, from its beginning; the mapping's UUID.
  @discardableResult
  func map(
    _ source: String = MemoryStreams.arn,
    _ fill: @Sendable (inout Values<CreateEventSourceMapping.Input>) -> Void = { _ in }
  ) async throws(AWSError) -> String {
    let made = try await house.call(CreateEventSourceMapping.self) {
      $0[CreateEventSourceMapping.Input.functionName] = "f"
      $0[CreateEventSourceMapping.Input.eventSourceARN] = source
      $0[CreateEventSourceMapping.Input.startingPosition] = "TRIM_HORIZON"
      fill(&$0)
    }
    return made[EventSourceMappingConfiguration.uuid] ?? ""
  }

  func mapping(_ id: String) async throws(AWSError) -> Values<EventSourceMappingConfiguration> {
    try await house.call(GetEventSourceMapping.self) { $0[GetEventSourceMapping.Input.uuid] = id }
  }

  func update(
    _ id: String, _ fill: @Sendable (inout Values<UpdateEventSourceMapping.Input>) -> Void
  ) async throws(AWSError) {
    _ = try await house.call(UpdateEventSourceMapping.self) {
      $0[UpdateEventSourceMapping.Input.uuid] = id
      fill(&$0)
    }
  }

  /// The events of `f` so far, in the order in which they were written down.
  func given() -> [GivenEvent] {
    guard let file = fopen(events, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&room, 1, room.count, file), count > 0 { bytes += room[..<count] }
    // The last line may still be on its way.
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast()
    return lines.compactMap { line in
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let event = try? JSONValue.parse(String(parts[1])) else { return nil }
      return GivenEvent(requestID: String(parts[0]), event: event)
    }
  }

  /// The data of each event.
  func got() -> [String] { given().map { $0.data.joined(separator: ",") } }

  /// Where the only mapping stands in the shard, one position a lane. Loop only.
  func positions(_ shard: String) -> [ShardPosition] {
    guard let service = service.value, let mapping = service.mappingStore.mappings.values.first else { return [] }
    let known = try? service.mappingStore.positions(of: mapping.id, lanes: mapping.parallelizationFactor)
    return known?[shard] ?? []
  }

  func position(_ shard: String) async -> ShardPosition? { await house.onLoop { self.positions(shard).first } }
}

extension Values<DestinationConfig> {
  /// What was given up is told to that ARN.
  static func failures(to arn: String) -> Values<DestinationConfig> {
    .with { $0[DestinationConfig.onFailure] = .with { $0[DestinationConfig.OnFailure.destination] = arn } }
  }
}
