import Protocols

/// Reads `multipart/form-data` as it comes (RFC 7578): the fields in front of the file whole, the file in pieces, what
/// follows it not at all. A pure machine: bytes in, parts out, whatever way they are cut.
struct FormData {
  enum Part {
    case field(name: String, value: String)
    /// The file begins. `filename` is empty without one.
    case file(filename: String, contentType: String?)
    /// The next bytes of the file.
    case bytes(ArraySlice<UInt8>)
    case end
  }

  enum Failure: Error {
    case malformed
    /// The fields in front of the file have more bytes than they may.
    case tooLarge
  }

  /// Of everything in front of the file.
  static let fieldLimit = 20 << 10

  private enum State { case preamble, headers, field, file, done }

  /// `\r\n--boundary`
  private let delimiter: [UInt8]
  private var buffer: [UInt8]
  private var state = State.preamble
  private var name = ""
  private var before = 0

  init(boundary: String) {
    delimiter = Array("\r\n--\(boundary)".utf8)
    // The first one stands at the very beginning, without a line end in front.
    buffer = [13, 10]
  }

  /// The boundary of a `Content-Type`; nil for another type.
  static func boundary(_ contentType: String?) -> String? {
    guard let contentType, contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
    return parameter("boundary", of: contentType)
  }

  /// `name="value"` or `name=value` behind a semicolon.
  private static func parameter(_ name: String, of text: String) -> String? {
    var rest = text[...]
    while let mark = rest.firstIndex(of: ";") {
      rest = rest[rest.index(after: mark)...].drop { $0 == " " || $0 == "\t" }
      guard let equals = rest.firstIndex(of: "=") else { return nil }
      let key = rest[..<equals]
      var value = rest[rest.index(after: equals)...]
      var found = ""
      if value.first == "\"" {
        value = value.dropFirst()
        while let character = value.first, character != "\"" {
          value = value.dropFirst()
          if character == "\\", let escaped = value.first {
            found.append(escaped)
            value = value.dropFirst()
          } else {
            found.append(character)
          }
        }
        rest = value.dropFirst()
      } else {
        found = String(value.prefix { $0 != ";" })
        rest = value.drop { $0 != ";" }
      }
      if key.lowercased() == name { return found }
    }
    return nil
  }

  /// Takes the next bytes; returns the parts that are complete with them.
  mutating func read(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> [Part] {
    if state == .done { return [] }
    var parts: [Part] = []
    buffer.append(contentsOf: bytes)
    if state == .preamble || state == .headers || state == .field {
      before += bytes.count
    }
    var start = 0
    loop: while true {
      switch state {
      case .preamble:
        guard let found = find(delimiter, from: start) else { break loop }
        start = found + delimiter.count
        state = .headers
      case .headers:
        guard buffer.count >= start + 2 else { break loop }
        if buffer[start] == UInt8(ascii: "-"), buffer[start + 1] == UInt8(ascii: "-") {
          state = .done
          parts.append(.end)
          break loop
        }
        guard let end = find([13, 10, 13, 10], from: start) else { break loop }
        guard buffer[start] == 13, buffer[start + 1] == 10 else { throw .malformed }
        let head = String(decoding: buffer[(start + 2)..<max(start + 2, end)], as: UTF8.self)
        start = end + 4
        parts += try begin(head)
      case .field:
        guard let end = find(delimiter, from: start) else { break loop }
        parts.append(.field(name: name, value: String(decoding: buffer[start..<end], as: UTF8.self)))
        start = end + delimiter.count
        state = .headers
      case .file:
        if let end = find(delimiter, from: start) {
          if end > start { parts.append(.bytes(buffer[start..<end])) }
          state = .done
          start = buffer.count
          parts.append(.end)
          break loop
        }
        // What may be the beginning of the delimiter waits for more.
        let sure = buffer.count - (delimiter.count - 1)
        if sure > start {
          parts.append(.bytes(buffer[start..<sure]))
          start = sure
        }
        break loop
      case .done: break loop
      }
    }
    if state == .done { buffer = [] } else if start > 0 { buffer.removeFirst(start) }
    if state != .file, state != .done, before > FormData.fieldLimit {
      throw .tooLarge
    }
    return parts
  }

  private mutating func begin(_ head: String) throws(Failure) -> [Part] {
    var disposition: String?
    var type: String?
    for line in head.utf8.split(separator: 10) {
      let line = String(decoding: line.last == 13 ? line.dropLast() : line[...], as: UTF8.self)
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = String(line[line.index(after: colon)...].drop { $0 == " " })
      switch line[..<colon].lowercased() {
      case "content-disposition": disposition = value
      case "content-type": type = value
      default: break
      }
    }
    guard let disposition, let field = FormData.parameter("name", of: disposition) else { throw .malformed }
    if field.lowercased() == "file" {
      state = .file
      return [.file(filename: FormData.parameter("filename", of: disposition) ?? "", contentType: type)]
    }
    name = field
    state = .field
    return []
  }

  private func find(_ wanted: [UInt8], from start: Int) -> Int? {
    guard buffer.count - start >= wanted.count else { return nil }
    return buffer.withUnsafeBufferPointer { bytes in
      wanted.withUnsafeBufferPointer { wanted in
        let first = wanted[0]
        var index = start
        let end = bytes.count - wanted.count
        while index <= end {
          if bytes[index] == first {
            var same = 1
            while same < wanted.count, bytes[index + same] == wanted[same] { same += 1 }
            if same == wanted.count { return index }
          }
          index += 1
        }
        return nil
      }
    }
  }
}
