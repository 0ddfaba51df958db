internal import Protocols

/// Reads the answers of an HTTP/1.1 or 1.0 server (RFC 9112). A value without a socket: bytes in, events out. Interim
/// answers (1xx) are passed over.
struct ResponseParser {
  enum Event {
    case needMore
    case head(HTTPResponseHead)
    /// A part of the body, inside the input.
    case body(UnsafeRawBufferPointer)
    case end
    /// It is no HTTP that could be read on.
    case malformed
  }

  private enum Place {
    case statusLine
    case fields
    case body(remaining: Int)
    case chunks
    case untilClose
    case malformed
  }

  /// Status line and fields, in bytes.
  private static let headLimit = 256 << 10

  private let isHead: Bool
  private var place = Place.statusLine
  private var scanned = 0
  private var headBytes = 0
  private var status = 0
  private var isOneOne = true
  private var fields = HTTPFields()
  private var contentLength: Int?
  private var codings = 0
  private var isChunked = false
  private var saysClose = false
  private var saysKeepAlive = false
  private var decoder = ChunkedDecoder(trailerLimit: ResponseParser.headLimit)

  /// Once the end came: whether the connection may be used for another request.
  private(set) var keepAlive = false
  /// Whether anything of an answer has come.
  private(set) var hasBegun = false

  /// `toHead`: the request was HEAD, so no body follows whatever the fields say.
  init(toHead: Bool) { isHead = toHead }

  /// The next event from `offset` on, which moves behind what was used.
  mutating func next(_ input: UnsafeRawBufferPointer, _ offset: inout Int) -> Event {
    if offset < input.count { hasBegun = true }
    switch place {
    case .statusLine, .fields: return readHead(input, &offset)
    case .body(let remaining):
      if remaining == 0 { return .end }
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
      case .refused: return fail()
      case .end:
        place = .body(remaining: 0)
        return .end
      }
    case .untilClose:
      guard offset < input.count else { return .needMore }
      let piece = UnsafeRawBufferPointer(rebasing: input[offset...])
      offset = input.count
      return .body(piece)
    case .malformed: return .malformed
    }
  }

  /// The server has closed: whether the answer is complete by that.
  var endsWithConnection: Bool {
    if case .untilClose = place { return true }
    return false
  }

  private mutating func fail() -> Event {
    place = .malformed
    return .malformed
  }

  private mutating func readHead(_ input: UnsafeRawBufferPointer, _ offset: inout Int) -> Event {
    while true {
      let before: Int = offset
      switch HTTP1Syntax.line(input, &offset, scanned: &scanned) {
      case .incomplete: return headBytes + scanned > ResponseParser.headLimit ? fail() : .needMore
      case .malformed: return fail()
      case .complete(let line):
        headBytes += offset - before
        guard headBytes <= ResponseParser.headLimit else { return fail() }
        if case .statusLine = place {
          guard readStatusLine(line) else { return fail() }
          place = .fields
        } else if !line.isEmpty {
          guard readField(line) else { return fail() }
        } else if status >= 200 {
          return finishHead()
        } else {
          // 101 was not asked for; other interim answers only announce the real one.
          guard status != 101 else { return fail() }
          fields = HTTPFields()
          place = .statusLine
        }
      }
    }
  }

  /// `HTTP/1.1 200 OK`; the reason may be missing.
  private mutating func readStatusLine(_ line: UnsafeRawBufferPointer) -> Bool {
    guard line.count >= 12, HTTP1Syntax.equals(UnsafeRawBufferPointer(rebasing: line[0..<7]), "http/1."),
      line[7] &- 48 < 10, line[8] == HTTP1Syntax.space, line.count == 12 || line[12] == HTTP1Syntax.space
    else { return false }
    isOneOne = line[7] != UInt8(ascii: "0")
    status = 0
    for index in 9..<12 {
      guard line[index] &- 48 < 10 else { return false }
      status = status * 10 + Int(line[index] &- 48)
    }
    return status >= 100
  }

  private mutating func readField(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let (name, value) = HTTP1Syntax.field(line) else { return false }
    switch name.count {
    case 10 where HTTP1Syntax.equals(name, "connection"):
      if HTTP1Syntax.list(value, contains: "close") { saysClose = true }
      if HTTP1Syntax.list(value, contains: "keep-alive") { saysKeepAlive = true }
    case 14 where HTTP1Syntax.equals(name, "content-length"):
      guard let length = HTTP1Syntax.length(value), contentLength == nil || contentLength == length else {
        return false
      }
      contentLength = length
    case 17 where HTTP1Syntax.equals(name, "transfer-encoding"):
      codings += 1
      isChunked = HTTP1Syntax.equals(value, "chunked")
    default: break
    }
    fields.add(HTTP1Syntax.name(name), String(decoding: value, as: UTF8.self))
    return true
  }

  /// What follows the head (RFC 9112 §6.3).
  private mutating func finishHead() -> Event {
    keepAlive = !saysClose && (isOneOne || saysKeepAlive)
    if isHead || StatusLine.hasNoBody(status) {
      place = .body(remaining: 0)
    } else if codings > 0 {
      guard isChunked, codings == 1, contentLength == nil else { return fail() }
      place = .chunks
    } else if let contentLength {
      place = .body(remaining: contentLength)
    } else {
      place = .untilClose
      keepAlive = false
    }
    return .head(HTTPResponseHead(status: status, fields: fields))
  }
}
