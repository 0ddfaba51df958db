/// Takes the messages out of an event stream's bytes, however these are cut.
package struct EventStreamDecoder: Sendable {
  private var held: [UInt8] = []
  private var start = 0

  package init() {}

  package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
    if start > 0 {
      held.removeFirst(start)
      start = 0
    }
    held.append(contentsOf: bytes)
  }

  package mutating func feed(_ bytes: [UInt8]) { bytes.withUnsafeBytes { feed($0) } }

  /// Whether no piece of a message is held: where a stream may end.
  package var isEmpty: Bool { start == held.count }

  /// The next message; nil until all of it is there. After an error the stream cannot be read on.
  package mutating func next() throws(EventStreamError) -> EventStreamMessage? {
    let parsed = try held.withBytes { (all: UnsafeRawBufferPointer) throws(EventStreamError) in
      try EventStreamDecoder.message(UnsafeRawBufferPointer(rebasing: all[start...]))
    }
    guard let (message, length) = parsed else { return nil }
    start += length
    return message
  }

  /// The message at the beginning of `bytes` and its length, or nil where it is not complete.
  private static func message(
    _ bytes: UnsafeRawBufferPointer
  ) throws(EventStreamError) -> (EventStreamMessage, Int)? {
    guard bytes.count >= 12 else { return nil }
    let total = Int(number(bytes, 0, 4))
    let headersLength = Int(number(bytes, 4, 4))
    let prelude = UnsafeRawBufferPointer(rebasing: bytes[..<8])
    guard CRC.value(.crc32, of: prelude) == number(bytes, 8, 4) else { throw .preludeChecksum }
    guard total >= 16, headersLength <= total - 16 else { throw .invalidLength }
    guard headersLength <= EventStreamMessage.maximumHeaders,
      total - 16 - headersLength <= EventStreamMessage.maximumPayload
    else { throw .tooLong }
    guard bytes.count >= total else { return nil }
    let body = UnsafeRawBufferPointer(rebasing: bytes[..<(total - 4)])
    guard CRC.value(.crc32, of: body) == number(bytes, total - 4, 4) else { throw .messageChecksum }
    let headers = try headers(UnsafeRawBufferPointer(rebasing: bytes[12..<12 + headersLength]))
    let payload = Array(bytes[(12 + headersLength)..<(total - 4)])
    return (EventStreamMessage(headers: headers, payload: payload), total)
  }

  private static func headers(
    _ bytes: UnsafeRawBufferPointer
  ) throws(EventStreamError) -> [EventStreamMessage.Header] {
    var headers: [EventStreamMessage.Header] = []
    var at = 0
    while at < bytes.count {
      let nameLength = Int(bytes[at])
      guard nameLength > 0, at + 1 + nameLength < bytes.count else { throw .invalidHeader }
      let name = try text(bytes, at + 1, nameLength)
      guard !headers.contains(where: { $0.name == name }) else { throw .invalidHeader }
      at += 1 + nameLength
      let value = try value(bytes, &at)
      headers.append(EventStreamMessage.Header(name, value))
    }
    return headers
  }

  /// The value whose type is at `at`, which moves behind it.
  private static func value(
    _ bytes: UnsafeRawBufferPointer, _ at: inout Int
  ) throws(EventStreamError) -> EventStreamMessage.Value {
    let type = bytes[at]
    at += 1
    let widths = [0, 0, 1, 2, 4, 8, 2, 2, 8, 16]
    guard type < widths.count else { throw .invalidHeader }
    let width = widths[Int(type)]
    guard bytes.count - at >= width else { throw .invalidHeader }
    let from = at
    at += width
    switch type {
    case 0: return .bool(true)
    case 1: return .bool(false)
    case 2: return .byte(Int8(bitPattern: bytes[from]))
    case 3: return .short(Int16(truncatingIfNeeded: number(bytes, from, 2)))
    case 4: return .integer(Int32(truncatingIfNeeded: number(bytes, from, 4)))
    case 5: return .long(Int64(bitPattern: number(bytes, from, 8)))
    case 8: return .timestamp(Timestamp(milliseconds: Int64(bitPattern: number(bytes, from, 8))))
    case 9: return .uuid(Array(bytes[from..<at]))
    default: break
    }
    let length = Int(number(bytes, from, 2))
    guard bytes.count - at >= length else { throw .invalidHeader }
    at += length
    return type == 6 ? .bytes(Array(bytes[(at - length)..<at])) : .string(try text(bytes, at - length, length))
  }

  private static func text(
    _ bytes: UnsafeRawBufferPointer, _ at: Int, _ length: Int
  ) throws(EventStreamError) -> String {
    guard let text = String(validating: bytes[at..<at + length], as: UTF8.self) else { throw .invalidHeader }
    return text
  }

  private static func number(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ width: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in at..<at + width { value = value << 8 | UInt64(bytes[index]) }
    return value
  }
}

/// Why bytes are not an event stream.
package enum EventStreamError: Error, Sendable, Equatable {
  case preludeChecksum, messageChecksum, invalidLength, tooLong, invalidHeader
}
