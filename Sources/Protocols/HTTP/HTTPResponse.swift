/// The head of an HTTP response. Framing (`Content-Length`, `Transfer-Encoding`, `Connection`) is the transport's work
/// and never stands in `fields`, except the `Content-Length` of an answer to HEAD.
package struct HTTPResponseHead: Sendable {
  package var status: Int
  package var fields: HTTPFields

  package init(status: Int, fields: HTTPFields = HTTPFields()) {
    self.status = status
    self.fields = fields
  }
}

/// The body of a response.
package enum HTTPBody: Sendable {
  /// All of it, now.
  case bytes([UInt8])
  /// Byte ranges of files, sent in order with `sendfile` where the transport can; the descriptors are closed by
  /// `FileRange.owner` going away.
  case files([FileRange])
  /// Pushed as it comes; the transport frames it (chunked, or HTTP/2 DATA), pulls with back-pressure, and says when the
  /// client went away.
  case stream(any BodySource)

  /// The body's length in bytes, or nil for a stream of unknown length.
  package var length: Int? {
    switch self {
    case .bytes(let bytes): bytes.count
    case .files(let ranges): ranges.reduce(0) { $0 + $1.length }
    case .stream(let source): source.length
    }
  }
}

/// A range of an open file. The descriptor stays open as long as `owner` lives.
package struct FileRange: Sendable {
  package var descriptor: Int32
  package var offset: Int
  package var length: Int
  package var owner: any AnyObject & Sendable

  package init(descriptor: Int32, offset: Int, length: Int, owner: any AnyObject & Sendable) {
    self.descriptor = descriptor
    self.offset = offset
    self.length = length
    self.owner = owner
  }
}

/// A response body that is produced as it is sent. Every call comes on the Loop.
package protocol BodySource: AnyObject, Sendable {
  /// The length where it is known before (then no chunking).
  var length: Int? { get }
  /// The transport is ready for more: `write` may be called now or at any later time, on the Loop, until it answers false
  /// (enough is buffered: wait for the next `resume`); `finish` ends the body.
  func resume(_ out: any BodyWriter)
  /// The client went away or the body is complete: nothing may be written any more.
  func closed()
  /// The answer's `Content-Type`, where the body's own kind decides it and not the protocol.
  var contentType: String? { get }
}

extension BodySource {
  package var contentType: String? { nil }
}

/// Where a `BodySource` writes to. Loop only.
package protocol BodyWriter: AnyObject {
  /// Takes the bytes; false when the source should wait for its next `resume`.
  func write(_ bytes: [UInt8]) -> Bool
  /// The body is complete.
  func finish()
  /// The body cannot be completed: the connection is cut, so that the client notices.
  func abort()
}
