/// Where a request's body goes while it comes in. Chosen by the gateway once the head has been read, so that an answer
/// such as NoSuchBucket can be given before five gigabytes arrive. Every call comes on the Loop.
package protocol BodySink: AnyObject {
  /// Takes the next bytes of the body. `false` asks the transport to stop reading from the socket until `onReady` is
  /// called (back-pressure, for instance while a worker hashes and writes).
  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool
  /// Where the next bytes of the body may be put without passing through anyone else's memory; nil: they are handed over
  /// by `receive`. Good until the next call.
  func space() -> UnsafeMutableRawBufferPointer?
  /// So many bytes were put at the start of `space`; what is returned is as with `receive`.
  func filled(_ count: Int) -> Bool
  /// The transport's closure that makes it read on; set before the first `receive`.
  var onReady: (() -> Void)? { get set }
  /// The fields behind a chunked body, before `end`; only where there are any.
  func trailers(_ fields: HTTPFields)
  /// The body is complete.
  func end()
  /// The client went away or broke the framing before the end.
  func cancel()
}

extension BodySink {
  package func space() -> UnsafeMutableRawBufferPointer? { nil }
  package func filled(_ count: Int) -> Bool { preconditionFailure("this sink has no space of its own") }
}

extension BodySink {
  /// Hardly any request has them.
  package func trailers(_ fields: HTTPFields) {}
}

/// A body kept in memory, up to a limit: past it the bytes are dropped and `overflow` is set.
package final class MemorySink: BodySink {
  package private(set) var bytes: [UInt8] = []
  package private(set) var overflow = false
  package var onReady: (() -> Void)?
  private let limit: Int
  private let whenDone: (MemorySink) -> Void

  /// `whenDone` is called once, at the end of the body, on the Loop; never after a cancel.
  package init(limit: Int, expected: Int? = nil, whenDone: @escaping (MemorySink) -> Void) {
    self.limit = limit
    self.whenDone = whenDone
    if let expected, expected <= limit { bytes.reserveCapacity(expected) }
  }

  package func receive(_ piece: UnsafeRawBufferPointer) -> Bool {
    if bytes.count + piece.count > limit {
      overflow = true
      bytes = []
    } else if !overflow {
      bytes.append(contentsOf: piece)
    }
    return true
  }

  package func end() { whenDone(self) }
  package func cancel() { bytes = [] }
}
