package import Protocols

/// HTTP/1.1 requests out of bytes (RFC 9112), as a pure value: no socket, no clock. Fed with what came, it tells what it
/// found and how much of it is used up; a test feeds every request at every split point.
package struct HTTPRequestParser {
  package struct Limits: Sendable {
    /// The request line, in bytes: past it 414.
    package var requestLine = 16 << 10
    /// The whole head: past it 431.
    package var head = 64 << 10
    package init() {}
  }

  package enum Event {
    /// More bytes are needed.
    case more
    case head(HTTPRequestHead, isLast: Bool, expectsContinue: Bool)
    /// The next bytes of the body, as a range of what was fed.
    case body(Range<Int>)
    case end
    /// The request is broken: answer this status and close.
    case failure(status: Int, String)
  }

  private enum State {
    case head
    case body(left: Int)
    case chunkSize
    case chunk(left: Int)
    case chunkEnd
    case trailers
    case end
    case failed
  }

  private var state = State.head
  private let limits: Limits
  /// How far the present head or line was searched for its end.
  private var searched = 0
  /// Bytes of trailers so far.
  private var trailerBytes = 0

  package init(_ limits: Limits = Limits()) { self.limits = limits }

  /// Whether a request's head has begun or its body is not complete.
  package var isInHead: Bool {
    if case .head = state { return true }
    return false
  }

  /// The next event in `bytes`, and how many of them it uses up. The unused rest is fed again, with what came since.
  package mutating func next(_ bytes: UnsafeRawBufferPointer) -> (event: Event, used: Int) {
    switch state {
    case .head: return head(bytes)
    case .body(let left):
      if bytes.isEmpty { return (.more, 0) }
      let count = min(left, bytes.count)
      state = count == left ? .end : .body(left: left - count)
      return (.body(0..<count), count)
    case .chunkSize: return chunkSize(bytes)
    case .chunk(let left):
      if bytes.isEmpty { return (.more, 0) }
      let count = min(left, bytes.count)
      state = count == left ? .chunkEnd : .chunk(left: left - count)
      return (.body(0..<count), count)
    case .chunkEnd:
      if bytes.count < 2 { return bytes.first.map { $0 == 13 } ?? true ? (.more, 0) : fail(400, "bad chunk") }
      guard bytes[0] == 13, bytes[1] == 10 else { return fail(400, "bad chunk") }
      state = .chunkSize
      let (event, used) = chunkSize(UnsafeRawBufferPointer(rebasing: bytes[2...]))
      return (event, used + 2)
    case .trailers: return trailers(bytes)
    case .end:
      state = .head
      searched = 0
      return (.end, 0)
    case .failed: return (.more, bytes.count)
    }
  }

  private mutating func fail(_ status: Int, _ reason: String) -> (event: Event, used: Int) {
    state = .failed
    return (.failure(status: status, reason), 0)
  }

  // MARK: The head

  private mutating func head(_ bytes: UnsafeRawBufferPointer) -> (event: Event, used: Int) {
    var start = 0
    // Empty lines before a request are passed over (RFC 9112 §2.2).
    while start + 1 < bytes.count, bytes[start] == 13, bytes[start + 1] == 10 { start += 2 }
    if searched < start { searched = start }
    guard let end = headEnd(bytes, start) else {
      if bytes.count - start > limits.requestLine, !hasLineEnd(bytes, start, limits.requestLine) {
        return fail(414, "the request line is too long")
      }
      if bytes.count - start > limits.head { return fail(431, "the header fields are too large") }
      return (.more, 0)
    }
    searched = 0
    if end - start > limits.head { return fail(431, "the header fields are too large") }
    return requestHead(bytes, start, end)
  }

  /// The index behind the empty line; a bare LF ends a line too (RFC 9112 §2.2).
  private mutating func headEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    var index = max(searched, start)
    let count = bytes.count
    while index < count {
      if bytes[index] != 10 {
        index += 1
        continue
      }
      if index + 1 < count, bytes[index + 1] == 10 { return index + 2 }
      if index + 2 < count, bytes[index + 1] == 13, bytes[index + 2] == 10 { return index + 3 }
      if index + 2 >= count { break }
      index += 1
    }
    // A line end at the very end may be the first half of the empty line.
    searched = max(start, min(index, count))
    return nil
  }

  private func hasLineEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ limit: Int) -> Bool {
    for index in start..<min(bytes.count, start + limit) where bytes[index] == 10 { return true }
    return false
  }

  private mutating func requestHead(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
  ) -> (event: Event, used: Int) {
    // The request line: method SP target SP version.
    guard let lineFeed = index(of: 10, in: bytes, from: start, to: end) else { return fail(400, "bad request line") }
    let lineEnd = lineFeed > start && bytes[lineFeed - 1] == 13 ? lineFeed - 1 : lineFeed
    if lineEnd - start > limits.requestLine { return fail(414, "the request line is too long") }
    guard let firstSpace = index(of: 32, in: bytes, from: start, to: lineEnd), firstSpace > start,
      let secondSpace = index(of: 32, in: bytes, from: firstSpace + 1, to: lineEnd), secondSpace > firstSpace + 1
    else { return fail(400, "bad request line") }
    for position in start..<firstSpace where !Self.isToken(bytes[position]) { return fail(400, "bad method") }
    for position in (firstSpace + 1)..<secondSpace where bytes[position] <= 32 || bytes[position] == 127 {
      return fail(400, "bad target")
    }
    let version = UnsafeRawBufferPointer(rebasing: bytes[(secondSpace + 1)..<lineEnd])
    guard version.count == 8, version.starts(with: "HTTP/1.".utf8), version[7] == 48 || version[7] == 49 else {
      let isHTTP = version.count == 8 && version.starts(with: "HTTP/".utf8)
      return fail(isHTTP ? 505 : 400, "the version of HTTP is not spoken here")
    }
    let isOld = version[7] == 48

    var head = HTTPRequestHead(method: Self.string(bytes, start, firstSpace), path: "")
    Self.target(bytes, firstSpace + 1, secondSpace, &head)

    // The fields: name ":" OWS value OWS.
    head.fields.all.reserveCapacity(12)
    var contentLength: Int?
    var isChunked = false
    var isLast = isOld
    var expectsContinue = false
    var hosts = 0
    var position = lineFeed + 1
    while position < end {
      guard let feed = index(of: 10, in: bytes, from: position, to: end) else { break }
      let stop = feed > position && bytes[feed - 1] == 13 ? feed - 1 : feed
      if stop == position { break }
      guard let colon = index(of: 58, in: bytes, from: position, to: stop), colon > position else {
        return fail(400, "bad header field")
      }
      // No white space before the colon, and no folded lines (RFC 9112 §5.1, §5.2).
      for index in position..<colon where !Self.isToken(bytes[index]) { return fail(400, "bad header field name") }
      var from = colon + 1
      var to = stop
      while from < to, bytes[from] == 32 || bytes[from] == 9 { from += 1 }
      while to > from, bytes[to - 1] == 32 || bytes[to - 1] == 9 { to -= 1 }
      for index in from..<to where bytes[index] < 32 && bytes[index] != 9 { return fail(400, "bad header field value") }
      let name = Self.string(bytes, position, colon)
      let value = Self.string(bytes, from, to)
      // Names of the framing fields, told apart by their lengths first.
      switch colon - position {
      case 14 where HTTPFields.sameName(name, "Content-Length"):
        guard let length = Self.length(bytes, from, to), contentLength == nil || contentLength == length else {
          return fail(400, "bad Content-Length")
        }
        contentLength = length
      case 17 where HTTPFields.sameName(name, "Transfer-Encoding"):
        guard HTTPFields.sameName(value, "chunked"), !isOld else {
          return fail(501, "the transfer coding is not known")
        }
        isChunked = true
      case 10 where HTTPFields.sameName(name, "Connection"):
        for option in value.split(separator: ",") {
          let option = String(option.filter { $0 != " " && $0 != "\t" })
          if HTTPFields.sameName(option, "close") { isLast = true }
          if isOld, HTTPFields.sameName(option, "keep-alive") { isLast = false }
        }
      case 6 where HTTPFields.sameName(name, "Expect"):
        guard HTTPFields.sameName(value, "100-continue") else { return fail(417, "the expectation is not known") }
        expectsContinue = !isOld
      case 4 where HTTPFields.sameName(name, "Host"): hosts += 1
      default: break
      }
      head.fields.all.append(HTTPFields.Field(name: name, value: value))
      position = feed + 1
    }
    if isChunked, contentLength != nil { return fail(400, "both Content-Length and Transfer-Encoding") }
    if hosts > 1 || (hosts == 0 && !isOld) { return fail(400, "one Host is needed") }
    head.contentLength = isChunked ? nil : contentLength ?? 0
    if isChunked {
      state = .chunkSize
      trailerBytes = 0
    } else if let contentLength, contentLength > 0 {
      state = .body(left: contentLength)
    } else {
      state = .end
      expectsContinue = false
    }
    return (.head(head, isLast: isLast, expectsContinue: expectsContinue), end)
  }

  /// `/path?query`; the scheme and authority of an absolute-form target are cut, `*` stays.
  private static func target(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int, _ head: inout HTTPRequestHead
  ) {
    var from = start
    if bytes[start] != 47, bytes[start] != 42 {
      var position = start
      while position + 2 < end, !(bytes[position] == 58 && bytes[position + 1] == 47 && bytes[position + 2] == 47) {
        position += 1
      }
      if position + 2 < end {
        position += 3
        while position < end, bytes[position] != 47, bytes[position] != 63 { position += 1 }
        from = position
      }
    }
    var mark = from
    while mark < end, bytes[mark] != 63 { mark += 1 }
    head.path = from == mark ? "/" : string(bytes, from, mark)
    if mark < end { head.query = string(bytes, mark + 1, end) }
  }

  // MARK: Chunks (RFC 9112 §7.1)

  private mutating func chunkSize(_ bytes: UnsafeRawBufferPointer) -> (event: Event, used: Int) {
    guard let feed = index(of: 10, in: bytes, from: 0, to: min(bytes.count, 4096)) else {
      return bytes.count >= 4096 ? fail(400, "bad chunk size") : (.more, 0)
    }
    var size = 0
    var digits = 0
    var position = 0
    while position < feed {
      let byte = bytes[position]
      let digit: UInt8
      switch byte {
      case 48...57: digit = byte - 48
      case 65...70: digit = byte - 55
      case 97...102: digit = byte - 87
      default: digit = 255
      }
      if digit == 255 { break }
      size = size << 4 | Int(digit)
      digits += 1
      if digits > 15 { return fail(400, "bad chunk size") }
      position += 1
    }
    guard digits > 0, position == feed || bytes[position] == 59 || bytes[position] == 13 || bytes[position] == 32 else {
      return fail(400, "bad chunk size")
    }
    if size == 0 {
      state = .trailers
      let (event, used) = trailers(UnsafeRawBufferPointer(rebasing: bytes[(feed + 1)...]))
      return (event, used + feed + 1)
    }
    state = .chunk(left: size)
    let (event, used) = next(UnsafeRawBufferPointer(rebasing: bytes[(feed + 1)...]))
    if case .body(let range) = event {
      return (.body((range.lowerBound + feed + 1)..<(range.upperBound + feed + 1)), used + feed + 1)
    }
    return (event, used + feed + 1)
  }

  /// Trailers are passed over: nobody here uses them.
  private mutating func trailers(_ bytes: UnsafeRawBufferPointer) -> (event: Event, used: Int) {
    var used = 0
    while let feed = index(of: 10, in: bytes, from: used, to: bytes.count) {
      let isEmpty = feed == used || (feed == used + 1 && bytes[used] == 13)
      trailerBytes += feed + 1 - used
      used = feed + 1
      if trailerBytes > limits.head { return fail(431, "the trailers are too large") }
      if isEmpty {
        state = .head
        searched = 0
        return (.end, used)
      }
    }
    if bytes.count - used > limits.head { return fail(431, "the trailers are too large") }
    return (.more, used)
  }

  // MARK: Bytes

  private func index(of byte: UInt8, in bytes: UnsafeRawBufferPointer, from: Int, to: Int) -> Int? {
    var index = from
    while index < to {
      if bytes[index] == byte { return index }
      index += 1
    }
    return nil
  }

  @inline(__always)
  private static func string(_ bytes: UnsafeRawBufferPointer, _ from: Int, _ to: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes[from..<to]), as: UTF8.self)
  }

  private static func length(_ bytes: UnsafeRawBufferPointer, _ from: Int, _ to: Int) -> Int? {
    guard from < to, to - from <= 18 else { return nil }
    var length = 0
    for index in from..<to {
      guard bytes[index] >= 48, bytes[index] <= 57 else { return nil }
      length = length * 10 + Int(bytes[index] - 48)
    }
    return length
  }

  /// RFC 9110 §5.6.2.
  @inline(__always)
  private static func isToken(_ byte: UInt8) -> Bool { tokens[Int(byte)] }

  private static let tokens: [Bool] = {
    var table = [Bool](repeating: false, count: 256)
    for byte in "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8 {
      table[Int(byte)] = true
    }
    return table
  }()
}
