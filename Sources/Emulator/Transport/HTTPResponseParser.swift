package import Protocols

/// HTTP/1.1 answers out of bytes, as a pure value (RFC 9112). Keeps the body; a limit guards the memory.
package struct HTTPResponseParser {
  package enum Event {
    case more
    case head(HTTPResponseHead)
    case body([UInt8])
    case end
    case failure(String)
  }

  private enum State {
    case head
    case body(left: Int)
    case untilClose
    case chunkSize
    case chunk(left: Int)
    case chunkEnd
    case trailers
    case done
  }

  private var state = State.head
  private var input: [UInt8] = []
  private var start = 0
  private let isHead: Bool
  /// Whether the connection may be used again after the end.
  package private(set) var keepsAlive = true

  /// `isHead`: the answer to a HEAD request, which has no body.
  package init(isHead: Bool) { self.isHead = isHead }

  package mutating func feed(_ bytes: UnsafeRawBufferPointer) { input.append(contentsOf: bytes) }

  /// The peer closed: a body without length ends there; anything else is cut.
  package mutating func close() -> Event {
    if case .untilClose = state {
      state = .done
      return .end
    }
    return .failure("the connection was closed in the middle of an answer")
  }

  package mutating func next() -> Event {
    switch state {
    case .head: return head()
    case .body(let left):
      guard start < input.count else { return .more }
      let bytes = take(min(left, input.count - start))
      state = left == bytes.count ? .done : .body(left: left - bytes.count)
      return .body(bytes)
    case .untilClose:
      guard start < input.count else { return .more }
      return .body(take(input.count - start))
    case .chunkSize:
      guard let line = line() else { return .more }
      guard let size = Int(line.prefix { $0 != ";" && $0 != " " }, radix: 16), size >= 0 else {
        return .failure("a bad chunk")
      }
      state = size == 0 ? .trailers : .chunk(left: size)
      return next()
    case .chunk(let left):
      guard start < input.count else { return .more }
      let bytes = take(min(left, input.count - start))
      state = left == bytes.count ? .chunkEnd : .chunk(left: left - bytes.count)
      return .body(bytes)
    case .chunkEnd:
      guard line() != nil else { return .more }
      state = .chunkSize
      return next()
    case .trailers:
      guard let line = line() else { return .more }
      if line.isEmpty { state = .done }
      return next()
    case .done: return .end
    }
  }

  private mutating func head() -> Event {
    var end = start
    var index = start
    while true {
      guard let feed = input[index...].firstIndex(of: 10) else {
        return input.count - start > 1 << 16 ? .failure("the head is too large") : .more
      }
      let isEmpty = feed == index || (feed == index + 1 && input[index] == 13)
      index = feed + 1
      if isEmpty {
        end = index
        break
      }
    }
    let lines = String(decoding: input[start..<end], as: UTF8.self).split(
      omittingEmptySubsequences: true, whereSeparator: { $0 == "\r\n" || $0 == "\n" })
    start = end
    let words = lines.first?.split(separator: " ", maxSplits: 2) ?? []
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      return .failure("no HTTP answer")
    }
    keepsAlive = words[0] == "HTTP/1.1"
    var fields = HTTPFields()
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { return .failure("a bad header field") }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      fields.add(String(line[..<colon]), String(value))
    }
    if let connection = fields["Connection"], HTTPFields.sameName(connection, "close") { keepsAlive = false }
    if status < 200 { return next() }
    if isHead || status == 204 || status == 304 {
      state = .done
    } else if let coding = fields["Transfer-Encoding"], HTTPFields.sameName(coding, "chunked") {
      state = .chunkSize
    } else if let text = fields["Content-Length"] {
      guard let length = Int(text), length >= 0 else { return .failure("a bad Content-Length") }
      state = length == 0 ? .done : .body(left: length)
    } else {
      state = .untilClose
      keepsAlive = false
    }
    return .head(HTTPResponseHead(status: status, fields: fields))
  }

  private mutating func take(_ count: Int) -> [UInt8] {
    let bytes = Array(input[start..<(start + count)])
    start += count
    if start == input.count {
      input.removeAll(keepingCapacity: true)
      start = 0
    }
    return bytes
  }

  private mutating func line() -> String? {
    guard let feed = input[start...].firstIndex(of: 10) else { return nil }
    let end = feed > start && input[feed - 1] == 13 ? feed - 1 : feed
    let line = String(decoding: input[start..<end], as: UTF8.self)
    start = feed + 1
    return line
  }
}
