import Logs
import Protocols
import Runtime

/// Log lines of the emulator's own services, put beside CloudWatch Logs' limits on a request.
final class LogPortBinding: LogPort {
  /// Events of one step: a round is not held up by a long output.
  private static let page = 1000

  private let cloud: Cloud
  private let logs: LoopOnly<LogsService>

  init(_ logs: LogsService, _ cloud: Cloud) {
    self.logs = LoopOnly(logs)
    self.cloud = cloud
  }

  func put(
    group: String, stream: String, _ events: [(time: Timestamp, message: String)], as caller: Caller, region: String
  ) async throws(AWSError) {
    var start = 0
    repeat {
      let page = Array(events[start..<min(start + LogPortBinding.page, events.count)])
      let done = await cloud.step { [logs] () throws(AWSError) -> Bool in
        try logs.value.append(page, group: group, stream: stream, account: caller.account, region: region)
        return true
      }
      if done == nil { throw AWSError.internal("the log events could not be kept") }
      start += page.count
    } while start < events.count
  }
}
