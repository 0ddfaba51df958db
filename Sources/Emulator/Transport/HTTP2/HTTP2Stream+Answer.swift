internal import CNGHTTP2
internal import Glibc
internal import Protocols

/// The body of an answer on its way into DATA frames.
enum HTTP2Body {
  case none
  /// How many bytes have left.
  case bytes([UInt8], sent: Int)
  /// The range that is being sent, and the bytes of it that have left.
  case files([FileRange], index: Int, sent: Int)
  case stream(HTTP2StreamBody)

  /// Nothing is there to send at present, by no fault of the client.
  var waits: Bool {
    if case .stream(let out) = self { return out.isDeferred }
    return false
  }
}

/// What goes out.
extension HTTP2Stream {
  func respond(_ head: HTTPResponseHead, _ body: HTTPBody) {
    if isOver {
      if case .stream(let source) = body { source.closed() }
      return
    }
    precondition(!isAnswered, "a request is answered once")
    send(head, body)
  }

  func drop() { connection?.reset(id, NGHTTP2_INTERNAL_ERROR) }

  func send(_ head: HTTPResponseHead, _ answer: HTTPBody) {
    guard let connection else { return }
    isAnswered = true
    owesContinue = false
    lastWrite = connection.loop.now
    let length: Int? = answer.length
    let isBodiless: Bool = isHead || StatusLine.hasNoBody(head.status)
    switch answer {
    case .bytes(let bytes):
      if !isBodiless, !bytes.isEmpty { body = .bytes(bytes, sent: 0) }
    case .files(let ranges):
      let filled: [FileRange] = ranges.filter { $0.length > 0 }
      if !isBodiless, !filled.isEmpty { body = .files(filled, index: 0, sent: 0) }
    case .stream(let source):
      if isBodiless {
        source.closed()
      } else {
        body = .stream(HTTP2StreamBody(self, source))
      }
    }
    var hasBody = true
    if case .none = body { hasBody = false }
    connection.submit(self, head, hasBody: hasBody, length: length)
    if case .stream = body { connection.proceed(self) }
  }

  /// The library may send so many bytes of the body: how many there are, and whether they are the last.
  func offer(_ limit: Int, _ flags: inout UInt32) -> Int {
    var count = 0
    var isLast = true
    switch body {
    case .none: break
    case .bytes(let bytes, let sent):
      count = min(limit, bytes.count - sent)
      isLast = sent + count == bytes.count
    case .files(let ranges, let index, let sent):
      count = min(limit, ranges[index].length - sent)
      isLast = index == ranges.count - 1 && sent + count == ranges[index].length
    case .stream(let out):
      count = min(limit, out.count)
      isLast = out.isFinished && count == out.count
      if count == 0, !isLast {
        out.isDeferred = true
        return Int(NGHTTP2_ERR_DEFERRED.rawValue)
      }
    }
    if count > 0 { flags |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue }
    if isLast { flags |= NGHTTP2_DATA_FLAG_EOF.rawValue }
    return count
  }

  /// Appends the next bytes, as many as were offered; false where they cannot be had any more.
  func append(_ count: Int, to out: OutputBuffer) -> Bool {
    guard let connection else { return false }
    lastWrite = connection.loop.now
    switch body {
    case .none: return count == 0
    case .bytes(let bytes, let sent):
      bytes.withUnsafeBytes { out.append(UnsafeRawBufferPointer(rebasing: $0[sent..<sent + count])) }
      body = .bytes(bytes, sent: sent + count)
    case .files(let ranges, let index, let sent):
      let range: FileRange = ranges[index]
      // The file may be shorter than was said: the client must see that something is missing.
      guard out.append(from: range.descriptor, offset: range.offset + sent, count: count) else { return false }
      let isNext: Bool = sent + count == range.length
      body = .files(ranges, index: isNext ? index + 1 : index, sent: isNext ? 0 : sent + count)
    case .stream(let source):
      source.move(count, to: out)
      if source.wantsResume { connection.proceed(self) }
    }
    return true
  }
}

/// The way out of a body that is produced as it is sent. Loop only.
final class HTTP2StreamBody: BodyWriter {
  private var stream: HTTP2Stream?
  private let source: any BodySource
  /// nil once nothing is taken any more.
  private var queue: OutputBuffer?
  /// Bytes that were announced and have not been written; nil where none were.
  private var remaining: Int?
  /// The source was told to wait, or has not been called yet.
  private var waitsForResume = true
  private(set) var isFinished = false
  /// The library waits to be told that there is more.
  var isDeferred = false

  init(_ stream: HTTP2Stream, _ source: any BodySource) {
    self.stream = stream
    self.source = source
    remaining = source.length
    queue = stream.connection?.server.takeBuffer()
  }

  var count: Int { queue?.count ?? 0 }
  var wantsResume: Bool { waitsForResume && !isFinished && count < StreamBody.highWater / 2 }

  func resume() {
    guard wantsResume, stream != nil else { return }
    waitsForResume = false
    source.resume(self)
  }

  func move(_ count: Int, to out: OutputBuffer) {
    guard let queue else { return }
    out.append(UnsafeRawBufferPointer(rebasing: queue.bytes[..<count]))
    queue.drop(count)
  }

  func write(_ bytes: [UInt8]) -> Bool {
    guard stream != nil, !isFinished, let queue else { return false }
    if let remaining {
      guard bytes.count <= remaining else {
        // More than was announced is a malformed answer.
        abort()
        return false
      }
      self.remaining = remaining - bytes.count
    }
    if !bytes.isEmpty {
      queue.append(bytes)
      goOn()
    }
    if queue.count >= StreamBody.highWater {
      waitsForResume = true
      return false
    }
    return true
  }

  func finish() {
    guard stream != nil, !isFinished else { return }
    if let remaining, remaining > 0 {
      abort()
      return
    }
    isFinished = true
    goOn()
    // What is queued still leaves; the source has done its part.
    source.closed()
  }

  func abort() {
    guard let stream, !isFinished else { return }
    end()
    stream.abandon()
  }

  private func goOn() {
    guard isDeferred, let stream else { return }
    isDeferred = false
    stream.lastWrite = stream.connection?.loop.now ?? 0
    stream.connection?.resumeData(stream)
  }

  /// Nothing is taken any more; the source is told, where it has not ended the body itself.
  func end() {
    guard stream != nil else { return }
    stream = nil
    queue = nil
    if !isFinished { source.closed() }
  }
}
