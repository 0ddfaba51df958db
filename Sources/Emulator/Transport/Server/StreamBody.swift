internal import Protocols

/// The way out of a body that is produced as it is sent. Loop only.
final class StreamBody: BodyWriter {
  /// How the client learns where the body ends.
  enum Framing {
    case chunked
    /// So many bytes are still to come.
    case length(Int)
    /// HTTP/1.0: the end of the connection is the end of the body.
    case untilClose
    /// The answer has no body (HEAD); nothing is taken.
    case none
  }

  /// Bytes that are queued before the source is asked to wait.
  static let highWater = 128 << 10

  private var connection: Connection?
  private let source: any BodySource
  private(set) var framing: Framing
  /// The source was told to wait, or has not been called yet.
  private(set) var waitsForResume = true

  init(_ connection: Connection, _ source: any BodySource, _ framing: Framing) {
    self.connection = connection
    self.source = source
    self.framing = framing
  }

  func resume() {
    guard waitsForResume, connection != nil else { return }
    waitsForResume = false
    source.resume(self)
  }

  func write(_ bytes: [UInt8]) -> Bool {
    guard let connection, let out = connection.out else { return false }
    guard !bytes.isEmpty else { return out.count < StreamBody.highWater }
    switch framing {
    case .chunked:
      out.append(hexadecimal: bytes.count)
      out.append("\r\n" as StaticString)
      out.append(bytes)
      out.append("\r\n" as StaticString)
    case .length(let remaining):
      guard bytes.count <= remaining else {
        // More than was announced would be read as the next answer.
        abort()
        return false
      }
      framing = .length(remaining - bytes.count)
      out.append(bytes)
    case .untilClose: out.append(bytes)
    case .none: return false
    }
    connection.loop.flush(connection)
    if out.count >= StreamBody.highWater {
      waitsForResume = true
      return false
    }
    return true
  }

  func finish() {
    guard let connection else { return }
    if case .length(let remaining) = framing, remaining > 0 {
      abort()
      return
    }
    if case .chunked = framing { connection.out?.append("0\r\n\r\n" as StaticString) }
    end()
    connection.transmitted()
  }

  func abort() {
    guard let connection else { return }
    var unframed = false
    if case .untilClose = framing { unframed = true }
    end()
    connection.cutShort(reset: unframed)
  }

  /// Nothing is taken any more; the source is told.
  func end() {
    guard connection != nil else { return }
    connection = nil
    source.closed()
  }
}
