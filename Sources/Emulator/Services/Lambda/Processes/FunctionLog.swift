import Protocols
import Runtime

/// The log stream of one process: what the process prints and the lines that Lambda adds, written to CloudWatch Logs in
/// batches behind the handler's back. A slow or missing log never holds up a handler. Loop only.
///
/// `@unchecked Sendable`: the worker that writes comes back to the Loop with it.
final class FunctionLog: @unchecked Sendable {
  let group: String
  let stream: String
  private let caller: Caller
  private let region: String
  private let setting: ServiceSetting
  /// Printed without an end of line so far, by each of the programs that share the log.
  private var partial: [Int: [UInt8]] = [:]
  private var events: [(time: Timestamp, message: String)] = []
  private var waitingBytes = 0
  private var dropped = 0
  private var isScheduled = false
  private var isWriting = false
  private var isClosed = false
  /// The last bytes that the running invocation logged; nil between invocations.
  private var tail: [UInt8]?

  /// Of the last log lines, what Invoke gives back.
  static let tailLimit = 4096
  /// A single event of CloudWatch Logs.
  private static let lineLimit = 256 << 10
  /// Held while the log is slower than the handler; past it lines are dropped, and a line says how many.
  private static let waitingLimit = 16 << 20
  private static let batchEvents = 5000
  private static let batchBytes = 900_000
  /// Lines of one invocation mostly come together: waiting that long makes one batch of them.
  private static let delay = 20

  init(group: String, stream: String, caller: Caller, region: String, _ setting: ServiceSetting) {
    self.group = group
    self.stream = stream
    self.caller = caller
    self.region = region
    self.setting = setting
  }

  /// `2026/09/13/[$LATEST]<32 hex>`
  static func streamName(_ now: Timestamp, version: String, _ hex: String) -> String {
    let day = now.iso8601().prefix(10).split(separator: "-").joined(separator: "/")
    return "\(day)/[\(version)]\(hex)"
  }

  func beginTail() { tail = [] }

  /// The invocation's last 4 KB.
  func endTail() -> [UInt8] {
    let last = (tail ?? []).suffix(FunctionLog.tailLimit)
    tail = nil
    return Array(last)
  }

  /// What the process printed, in pieces as they come. A carriage return within a line is an end of line within one event:
  /// the bootstraps write tracebacks so.
  func printed(_ bytes: [UInt8], by program: Int = 0) {
    var line = partial.removeValue(forKey: program) ?? []
    var start = 0
    for index in bytes.indices where bytes[index] == 10 {
      line.append(contentsOf: bytes[start...index])
      start = index + 1
      write(line: line)
      line = []
    }
    line.append(contentsOf: bytes[start...])
    if line.count >= FunctionLog.lineLimit { write(line: line) } else if !line.isEmpty { partial[program] = line }
  }

  /// The process has ended: what stands without an end of line is a line. Before that it waits for its end, over the end
  /// of an invocation too (recorded from AWS).
  func flushPartial(by program: Int = 0) {
    if let line = partial.removeValue(forKey: program) { write(line: line) }
  }

  /// Writes what waits now and takes nothing more: the function is gone, or the store is closed soon.
  func close() {
    for program in partial.keys.sorted() { flushPartial(by: program) }
    isClosed = true
    flush()
  }

  private func write(line: [UInt8]) {
    var line = line
    let end = line.last == 10 ? line.count - 1 : line.count
    for index in 0..<end where line[index] == 13 {
      // A return right before the end belongs to it.
      line[index] = index == end - 1 ? 32 : 10
    }
    write(String(decoding: line, as: UTF8.self))
  }

  /// One event, now by the emulator's clock.
  func write(_ message: String) {
    if tail != nil {
      tail?.append(contentsOf: message.utf8)
      // Trimmed now and then, not at each line.
      if let count = tail?.count, count > 4 * FunctionLog.tailLimit {
        tail?.removeFirst(count - FunctionLog.tailLimit)
      }
    }
    if isClosed { return }
    if waitingBytes > FunctionLog.waitingLimit {
      dropped += 1
      return
    }
    if dropped > 0 {
      let count = dropped
      dropped = 0
      append("[Cauce] \(count) lines were dropped here: they came faster than they could be written\n")
    }
    append(message)
    schedule()
  }

  private func append(_ message: String) {
    events.append((setting.clock.now, message))
    waitingBytes += message.utf8.count + 26
  }

  private func schedule() {
    if isScheduled || isWriting { return }
    isScheduled = true
    setting.cloud.loop.after(milliseconds: FunctionLog.delay) { [self] in
      isScheduled = false
      flush()
    }
  }

  /// Writes what waits, a batch at a time.
  private func flush() {
    guard !events.isEmpty, !isWriting else { return }
    guard let port = setting.ports.logs else {
      events = []
      waitingBytes = 0
      return
    }
    var bytes = 0
    var count = 0
    while count < events.count, count < FunctionLog.batchEvents {
      let size = events[count].message.utf8.count + 26
      if count > 0, bytes + size > FunctionLog.batchBytes { break }
      bytes += size
      count += 1
    }
    let batch = Array(events.prefix(count))
    events.removeFirst(count)
    waitingBytes -= bytes
    isWriting = true
    setting.workers.spawn("lambda log \(stream)") { [self] in
      do throws(AWSError) {
        try await port.put(group: group, stream: stream, batch, as: caller, region: region)
      } catch {
        // Logging fails silently on AWS too (a role without the right to write logs).
      }
      setting.cloud.loop.post { [self] in
        isWriting = false
        flush()
      }
    }
  }
}
