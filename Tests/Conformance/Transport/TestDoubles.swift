import Glibc
import Protocols
import Synchronization

@testable import Transport

/// What happened, in order.
final class Steps: Sendable {
  private let steps = Mutex<[String]>([])
  func add(_ step: String) { steps.withLock { $0.append(step) } }
  var all: [String] { steps.withLock { $0 } }
}

/// Requests that wait for their answers. `@unchecked Sendable`: used on the loop only.
final class Waiting: @unchecked Sendable {
  var responders: [(String, any HTTPResponder)] = []
}

/// Sinks that the test looks at. `@unchecked Sendable`: used on the loop only.
final class Sinks: @unchecked Sendable {
  var all: [PausingSink] = []
}

/// A sink that pauses after each piece; `goOn` lets it come back by itself.
final class PausingSink: BodySink {
  var onReady: (() -> Void)?
  private(set) var count = 0
  private(set) var isWhole = true
  private var loop: EventLoop?
  private let whenDone: (Int) -> Void

  init(_ whenDone: @escaping (Int) -> Void) { self.whenDone = whenDone }

  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if !Pattern.matches(bytes, at: count) { isWhole = false }
    count += bytes.count
    loop?.schedule(after: .zero) { [weak self] in self?.onReady?() }
    return false
  }

  func goOn(_ loop: EventLoop) {
    self.loop = loop
    onReady?()
  }

  func end() { whenDone(count) }
  func cancel() {}
}

/// A sink that tells when it is cancelled.
final class CancelSink: BodySink {
  var onReady: (() -> Void)?
  private let cancelled: () -> Void
  init(_ cancelled: @escaping () -> Void) { self.cancelled = cancelled }
  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool { true }
  func end() {}
  func cancel() { cancelled() }
}

/// A source that does at each resume what the test says. `@unchecked Sendable`: used on the loop only.
final class PushedSource: BodySource, @unchecked Sendable {
  let length: Int?
  var whenResumed: ((any BodyWriter) -> Void)?
  var written = 0
  private(set) var closings = 0

  init(length: Int? = nil) { self.length = length }
  func resume(_ out: any BodyWriter) { whenResumed?(out) }
  func closed() { closings += 1 }
}

/// Known bytes that repeat with a period that divides no buffer. Made once, for debug builds are slow.
enum Pattern {
  private static let period = 251
  private static let long: [UInt8] = {
    let once: [UInt8] = (0..<period).map { UInt8($0) }
    var all: [UInt8] = []
    while all.count < 9 << 20 { all += once }
    return all
  }()

  static func bytes(_ offset: Int, _ count: Int) -> [UInt8] { Array(long[offset % period..<offset % period + count]) }

  static func matches(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    long.withUnsafeBytes { memcmp($0.baseAddress! + offset % period, bytes.baseAddress!, bytes.count) == 0 }
  }
}

/// A file of known bytes, unlinked already. `@unchecked Sendable`: it does not change.
final class TemporaryFile: @unchecked Sendable {
  let descriptor: Int32
  let size: Int

  init(size: Int) throws {
    self.size = size
    var name: [CChar] = "/tmp/transport-test-XXXXXX".utf8CString.map { $0 }
    descriptor = mkstemp(&name)
    unlink(name)
    let content: [UInt8] = Pattern.bytes(0, size)
    var written = 0
    while written < size {
      let count: Int = content.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, size - written) }
      guard count > 0 else { throw IOError(code: errno, call: "write") }
      written += count
    }
  }

  deinit { close(descriptor) }

  func range(_ offset: Int, _ length: Int) -> FileRange {
    FileRange(descriptor: descriptor, offset: offset, length: length, owner: self)
  }
}
