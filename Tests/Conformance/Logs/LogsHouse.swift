import Protocols
import Runtime
import Storage
import Support
import Testing

@testable import Logs

/// CloudWatch Logs without a socket, at a fixed time.
struct LogsHouse: Sendable {
  let house: TestHouse
  private let service: LoopOnly<LogsService>
  static let group = "/aws/lambda/f"

  init() async throws {
    var made: LogsService?
    house = try TestHouse { database, setting in
      let service = try LogsService(database, setting)
      made = service
      return [service]
    }
    service = LoopOnly(try #require(made))
    await house.onLoop { [house] in house.clock.freeze() }
  }

  var now: Int { get async { await house.onLoop { [house] in Int(house.clock.milliseconds) } } }

  /// As another service writes.
  func append(_ events: [(time: Timestamp, message: String)], group: String = group, stream: String = "s") async {
    _ = await house.cloud.step { [service] () throws(AWSError) in
      try service.value.append(
        events, group: group, stream: stream, account: TestHouse.account, region: TestHouse.region)
    }
  }

  /// Sweeps until nothing is left to sweep.
  func sweep() async {
    while await house.cloud.step({ [service, house] () throws(AWSError) -> Bool in
      try service.value.store.sweep(now: Int(house.clock.milliseconds))
    }) == true {}
  }

  func rows() async -> Int {
    await house.cloud.step { [service] () throws(AWSError) -> Int in
      try service.value.store.checked {
        try service.value.store.database.prepare("SELECT count(*) FROM logs_events").first([]) { $0.int(0) } ?? 0
      }
    } ?? -1
  }

  func make(group: String = group, stream: String? = "s") async throws {
    _ = try await house.call(CreateLogGroup.self) { $0[CreateLogGroup.Input.logGroupName] = group }
    if let stream { try await make(stream: stream, in: group) }
  }

  func make(stream: String, in group: String = group) async throws {
    _ = try await house.call(CreateLogStream.self) {
      $0[CreateLogStream.Input.logGroupName] = group
      $0[CreateLogStream.Input.logStreamName] = stream
    }
  }

  static func put(
    _ events: [(Int, String)], group: String = group, stream: String = "s"
  ) -> (inout Values<PutLogEvents.Input>) -> Void {
    return {
      $0[PutLogEvents.Input.logGroupName] = group
      $0[PutLogEvents.Input.logStreamName] = stream
      $0[PutLogEvents.Input.logEvents] = events.map { event in
        .with {
          $0[PutLogEvents.InputLogEvent.timestamp] = event.0
          $0[PutLogEvents.InputLogEvent.message] = event.1
        }
      }
    }
  }

  func get(
    _ token: String? = nil, limit: Int32? = nil, fromHead: Bool? = nil, start: Int? = nil, end: Int? = nil
  ) async throws -> (messages: [String], forward: String, backward: String) {
    let answer = try await house.call(GetLogEvents.self) {
      $0[GetLogEvents.Input.logGroupName] = LogsHouse.group
      $0[GetLogEvents.Input.logStreamName] = "s"
      $0[GetLogEvents.Input.nextToken] = token
      $0[GetLogEvents.Input.limit] = limit
      $0[GetLogEvents.Input.startFromHead] = fromHead
      $0[GetLogEvents.Input.startTime] = start
      $0[GetLogEvents.Input.endTime] = end
    }
    return (
      try #require(answer[GetLogEvents.Output.events]).compactMap { $0[GetLogEvents.OutputLogEvent.message] },
      try #require(answer[GetLogEvents.Output.nextForwardToken]),
      try #require(answer[GetLogEvents.Output.nextBackwardToken])
    )
  }

  func filter(
    _ pattern: String?, token: String? = nil, limit: Int32? = nil,
    _ more: (inout Values<FilterLogEvents.Input>) -> Void = { _ in }
  ) async throws -> (messages: [String], token: String?) {
    let answer = try await house.call(FilterLogEvents.self) {
      $0[FilterLogEvents.Input.logGroupName] = LogsHouse.group
      $0[FilterLogEvents.Input.filterPattern] = pattern
      $0[FilterLogEvents.Input.nextToken] = token
      $0[FilterLogEvents.Input.limit] = limit
      more(&$0)
    }
    return (
      try #require(answer[FilterLogEvents.Output.events]).compactMap { $0[FilterLogEvents.FilteredLogEvent.message] },
      answer[FilterLogEvents.Output.nextToken]
    )
  }
}

extension LogsHouse {
  func wire(_ action: String, _ body: String) async -> ClientAnswer {
    await house.json("Logs_20140328.\(action)", body, service: "logs")
  }

  func given(_ action: String, _ body: String) async {
    let answer = await wire(action, body)
    #expect(answer.status == 200, "\(answer.text)")
  }
}
