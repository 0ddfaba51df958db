internal import Protocols

/// Puts the head of one HTTP/2 request together from its fields, and checks what libnghttp2 leaves to us (RFC 9113 §8.3).
/// A value without a socket. The library has checked the pseudo-fields, the characters of names and values, and that no
/// field belongs to a connection.
struct HTTP2HeadReader: ~Copyable {
  /// As SETTINGS_MAX_HEADER_LIST_SIZE counts: names, values, and 32 bytes for each field.
  static let listLimit = 64 << 10
  private static let fieldLimit = 512

  private var method = ""
  private var path = ""
  private var query = ""
  private var authority: [UInt8]?
  private var host: [UInt8]?
  private var cookie: [UInt8]?
  private var fields = ReceivedFields.Builder()
  private var listBytes = 0
  private var contentLength: Int?
  /// The client waits for `100 Continue`.
  private(set) var expectsContinue = false
  /// Why the request is refused; 0 while nothing speaks against it.
  private(set) var refusal = 0

  mutating func add(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    guard refusal == 0 else { return }
    listBytes += name.count + value.count + 32
    if listBytes > HTTP2HeadReader.listLimit || fields.count >= HTTP2HeadReader.fieldLimit {
      // What is over the limit is not kept.
      refusal = 431
      return
    }
    guard let first = name.first else { return }
    if first == UInt8(ascii: ":") {
      addPseudo(name, value)
      return
    }
    switch name.count {
    case 4 where HTTP1Syntax.equals(name, "host"):
      host = Array(value)
      return
    case 6 where HTTP1Syntax.equals(name, "cookie"):
      // May come in pieces, for better compression (RFC 9113 §8.2.3).
      cookie = cookie.map { $0 + Array("; ".utf8) + Array(value) } ?? Array(value)
      return
    case 6 where HTTP1Syntax.equals(name, "expect"):
      if HTTP1Syntax.equals(value, "100-continue") { expectsContinue = true } else { refusal = 417 }
    case 14 where HTTP1Syntax.equals(name, "content-length"):
      // The library has refused a second one and what is no number.
      contentLength = HTTP1Syntax.length(value)
      if contentLength == nil { refusal = 400 }
    default: break
    }
    fields.append(name, value)
  }

  private mutating func addPseudo(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    switch name.count {
    case 5:
      readPath(value)
    case 7 where HTTP1Syntax.equals(name, ":method"):
      method = String(decoding: value, as: UTF8.self)
      if value.isEmpty || value.count > 64 || !value.allSatisfy({ HTTP1Syntax.isToken($0) }) { refusal = 400 }
      if HTTP1Syntax.equals(value, "connect") { refusal = 501 }
    case 10:
      authority = Array(value)
      if value.contains(UInt8(ascii: "@")) { refusal = 400 }
    default: break
    }
  }

  private mutating func readPath(_ target: UnsafeRawBufferPointer) {
    guard let first = target.first, RequestTarget.isSound(target) else {
      refusal = 400
      return
    }
    if first == UInt8(ascii: "/") {
      (path, query) = RequestTarget.split(target, from: 0)
    } else if first == UInt8(ascii: "*"), target.count == 1 {
      path = "*"
    } else {
      refusal = 400
    }
  }

  /// The whole head is there. `hasBody`: the stream goes on behind it.
  mutating func finish(hasBody: Bool) -> HTTPRequestHead {
    // The pseudo-field outranks the field (RFC 9113 §8.3.1).
    if let host = authority ?? host { add("Host", host) } else if refusal == 0 { refusal = 400 }
    if let cookie { add("cookie", cookie) }
    if path == "*", method != "OPTIONS" { refusal = 400 }
    if !hasBody { expectsContinue = false }
    let length: Int? = hasBody ? contentLength : 0
    return HTTPRequestHead(
      method: method, path: path, query: query, fields: HTTPFields(received: fields.take()), contentLength: length)
  }

  private mutating func add(_ name: StaticString, _ value: [UInt8]) {
    value.withUnsafeBytes {
      fields.append(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), $0)
    }
  }
}
