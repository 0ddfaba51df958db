internal import Protocols

/// Reads HTTP/1.1 and HTTP/1.0 requests (RFC 9112). A value without a socket: bytes in, events out, whatever the pieces in
/// which the bytes come. Strict where leniency has let requests be smuggled: bare LF, folded lines, white space before a
/// colon, `Content-Length` beside `Transfer-Encoding`, two lengths that differ, two hosts and control characters are 400.
struct RequestParser: ~Copyable {
  struct Limits {
    /// The request line, in bytes; more is 414.
    var requestLine = 16 << 10
    /// Request line and fields, or the trailer fields, in bytes; more is 431.
    var head = 64 << 10
    /// Fields; more is 431, for each lookup scans them.
    var fields = 512
  }

  enum Event {
    case needMore
    /// A head; `end` follows it, after the pieces of its body.
    case head(HTTPRequestHead)
    /// A part of the body, inside the input.
    case body(UnsafeRawBufferPointer)
    case end
    /// The request cannot be read, and so nothing behind it; the status says why.
    case refused(Int)
  }

  private enum Place {
    case requestLine
    case fields
    case body(remaining: Int)
    case chunks
    case refused(Int)
  }

  /// The fields behind a chunked body that has just ended; whoever takes them empties them.
  var trailers: [HTTPFields.Field] = []

  private let limits: Limits
  private var place = Place.requestLine
  private var scanned = 0
  private var headBytes = 0

  // The head that is being read.
  private var method = ""
  private var path = ""
  private var query = ""
  private var authority: String?
  private var fields = ReceivedFields.Builder()
  private var isOneOne = true
  private var hosts = 0
  private var contentLength: Int?
  private var codings = 0
  private var isChunked = false
  private var saysClose = false
  private var saysKeepAlive = false
  private var decoder: ChunkedDecoder

  /// Of the head last given: whether the connection may be used for another request.
  private(set) var keepAlive = true
  /// Of the head last given: whether the client waits for `100 Continue`.
  private(set) var expectsContinue = false
  /// Of the head last given: whether the client speaks HTTP/1.1, and so knows chunks.
  private(set) var speaksOneOne = true

  init(limits: Limits = Limits()) {
    self.limits = limits
    decoder = ChunkedDecoder(trailerLimit: limits.head)
  }

  /// Whether a head has begun and is not complete.
  var isInsideHead: Bool {
    switch place {
    case .requestLine: scanned > 0
    case .fields: true
    default: false
    }
  }

  /// How much of a body of known length is still to come; nil outside of one.
  var bodyLeft: Int? {
    guard case .body(let remaining) = place, remaining > 0 else { return nil }
    return remaining
  }

  /// So many bytes of the body went elsewhere.
  mutating func passed(_ count: Int) {
    if case .body(let remaining) = place { place = .body(remaining: remaining - count) }
  }

  /// The next event from `offset` on, which moves behind what was used. The bytes behind it are given again in the next
  /// call, with more of them.
  mutating func next(_ input: UnsafeRawBufferPointer, _ offset: inout Int) -> Event {
    switch place {
    case .requestLine, .fields: return readHead(input, &offset)
    case .body(let remaining):
      if remaining == 0 {
        reset()
        return .end
      }
      let count: Int = min(remaining, input.count - offset)
      guard count > 0 else { return .needMore }
      let piece = UnsafeRawBufferPointer(rebasing: input[offset..<offset + count])
      offset += count
      place = .body(remaining: remaining - count)
      return .body(piece)
    case .chunks:
      switch decoder.next(input, &offset) {
      case .needMore: return .needMore
      case .piece(let piece): return .body(piece)
      case .refused(let status): return refuse(status)
      case .end:
        if !decoder.trailers.isEmpty { trailers = decoder.trailers }
        reset()
        return .end
      }
    case .refused(let status): return .refused(status)
    }
  }

  private mutating func refuse(_ status: Int) -> Event {
    place = .refused(status)
    return .refused(status)
  }

  private mutating func reset() {
    place = .requestLine
    scanned = 0
    headBytes = 0
    authority = nil
    hosts = 0
    contentLength = nil
    codings = 0
    isChunked = false
    saysClose = false
    saysKeepAlive = false
    expectsContinue = false
  }

  // MARK: The head

  private mutating func readHead(_ input: UnsafeRawBufferPointer, _ offset: inout Int) -> Event {
    while true {
      let before: Int = offset
      var isFirst = false
      if case .requestLine = place { isFirst = true }
      switch HTTP1Syntax.line(input, &offset, scanned: &scanned) {
      case .incomplete:
        // The last byte may be the CR of the line's end.
        if isFirst, scanned - 1 > limits.requestLine { return refuse(414) }
        return headBytes + scanned > limits.head ? refuse(431) : .needMore
      case .malformed:
        if isFirst, offset - before - 1 > limits.requestLine { return refuse(414) }
        return headBytes + offset - before > limits.head ? refuse(431) : refuse(400)
      case .complete(let line):
        headBytes += offset - before
        if isFirst {
          if line.count > limits.requestLine { return refuse(414) }
          if headBytes > limits.head { return refuse(431) }
          // An empty line before a request is let pass (RFC 9112 §2.2).
          if line.isEmpty { continue }
          let status: Int = readRequestLine(line)
          if status != 0 { return refuse(status) }
          place = .fields
        } else {
          if headBytes > limits.head { return refuse(431) }
          if line.isEmpty { return finishHead() }
          let status: Int = readField(line)
          if status != 0 { return refuse(status) }
        }
      }
    }
  }

  /// `GET /path?query HTTP/1.1`; 0 or the status that refuses it.
  private mutating func readRequestLine(_ line: UnsafeRawBufferPointer) -> Int {
    var end = 0
    while end < line.count, HTTP1Syntax.isToken(line[end]) { end &+= 1 }
    guard end > 0, end <= 64, line.count >= end + 11, line[end] == HTTP1Syntax.space else { return 400 }
    method = String(decoding: line[0..<end], as: UTF8.self)

    let version: Int = line.count - 9
    guard line[version] == HTTP1Syntax.space, line[version + 1] == UInt8(ascii: "H"),
      line[version + 2] == UInt8(ascii: "T"), line[version + 3] == UInt8(ascii: "T"),
      line[version + 4] == UInt8(ascii: "P"), line[version + 5] == UInt8(ascii: "/"), line[version + 6] &- 48 < 10,
      line[version + 7] == UInt8(ascii: "."), line[version + 8] &- 48 < 10
    else { return 400 }
    guard line[version + 6] == UInt8(ascii: "1") else { return 505 }
    isOneOne = line[version + 8] != UInt8(ascii: "0")
    guard end + 1 < version else { return 400 }
    return readTarget(UnsafeRawBufferPointer(rebasing: line[end + 1..<version]))
  }

  /// The request target (RFC 9112 §3.2); 0 or the status that refuses it.
  private mutating func readTarget(_ target: UnsafeRawBufferPointer) -> Int {
    guard RequestTarget.isSound(target) else { return 400 }
    if target[0] == UInt8(ascii: "/") {
      (path, query) = RequestTarget.split(target, from: 0)
      return 0
    }
    if method == "CONNECT" { return 501 }
    if target.count == 1, target[0] == UInt8(ascii: "*"), method == "OPTIONS" {
      path = "*"
      query = ""
      return 0
    }
    // The absolute form, which servers must take: its authority outranks the Host field (RFC 9112 §3.2.2).
    var start = 0
    for scheme: StaticString in ["http://", "https://"] where target.count > scheme.utf8CodeUnitCount {
      let count: Int = scheme.utf8CodeUnitCount
      if HTTP1Syntax.equals(UnsafeRawBufferPointer(rebasing: target[0..<count]), scheme) { start = count }
    }
    guard start > 0 else { return 400 }
    var slash: Int = start
    while slash < target.count, target[slash] != UInt8(ascii: "/"), target[slash] != UInt8(ascii: "?") {
      if target[slash] == UInt8(ascii: "@") { return 400 }
      slash += 1
    }
    guard slash > start else { return 400 }
    authority = String(decoding: target[start..<slash], as: UTF8.self)
    (path, query) = RequestTarget.split(target, from: slash)
    if path.isEmpty { path = "/" }
    return 0
  }

  /// Keeps a field, and learns from it where it frames the message; 0 or the status that refuses it.
  private mutating func readField(_ line: UnsafeRawBufferPointer) -> Int {
    guard let (name, value) = HTTP1Syntax.field(line) else { return 400 }
    guard fields.count < limits.fields else { return 431 }
    switch name.count {
    case 4:
      if HTTP1Syntax.equals(name, "host") { hosts += 1 }
    case 6:
      if HTTP1Syntax.equals(name, "expect") {
        // Another expectation is passed over, as AWS does (RFC 9110 §10.1.1 leaves the choice).
        if HTTP1Syntax.equals(value, "100-continue") { expectsContinue = true }
      }
    case 10:
      if HTTP1Syntax.equals(name, "connection") {
        if HTTP1Syntax.list(value, contains: "close") { saysClose = true }
        if HTTP1Syntax.list(value, contains: "keep-alive") { saysKeepAlive = true }
      }
    case 14:
      if HTTP1Syntax.equals(name, "content-length") {
        guard let length = HTTP1Syntax.length(value) else { return 400 }
        if let contentLength {
          // Said twice with the same value it counts once.
          return contentLength == length ? 0 : 400
        }
        contentLength = length
      }
    case 17:
      if HTTP1Syntax.equals(name, "transfer-encoding") {
        codings += 1
        isChunked = HTTP1Syntax.equals(value, "chunked")
      }
    default: break
    }
    fields.append(name, value)
    return 0
  }

  /// The empty line: is the whole head sound?
  private mutating func finishHead() -> Event {
    guard hosts == 1 || (hosts == 0 && !isOneOne) || (hosts == 0 && authority != nil) else { return refuse(400) }
    if codings > 0 {
      // A sender may not say both, and HTTP/1.0 has no codings (RFC 9112 §6.1).
      if contentLength != nil || !isOneOne || codings > 1 { return refuse(400) }
      if !isChunked { return refuse(501) }
    }
    keepAlive = !saysClose && (isOneOne || saysKeepAlive)
    speaksOneOne = isOneOne
    // An expectation of an HTTP/1.0 client is to be passed over (RFC 9110 §10.1.1).
    expectsContinue = expectsContinue && isOneOne && (isChunked || (contentLength ?? 0) > 0)
    let length: Int? = isChunked ? nil : contentLength ?? 0
    if let length {
      place = .body(remaining: length)
    } else {
      decoder = ChunkedDecoder(trailerLimit: limits.head)
      place = .chunks
    }
    scanned = 0
    var taken = HTTPFields(received: fields.take())
    if let authority { taken["Host"] = authority }
    return .head(HTTPRequestHead(method: method, path: path, query: query, fields: taken, contentLength: length))
  }
}
