/// One message of `application/vnd.amazon.eventstream`.
package struct EventStreamMessage: Sendable, Equatable {
  package enum Value: Sendable, Equatable {
    case bool(Bool)
    case byte(Int8)
    case short(Int16)
    case integer(Int32)
    case long(Int64)
    case bytes([UInt8])
    case string(String)
    case timestamp(Timestamp)
    /// 16 bytes.
    case uuid([UInt8])
  }

  package struct Header: Sendable, Equatable {
    /// 1 to 255 bytes.
    package var name: String
    package var value: Value

    package init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  package var headers: [Header]
  package var payload: [UInt8]

  package init(headers: [Header], payload: [UInt8]) {
    self.headers = headers
    self.payload = payload
  }

  package subscript(_ name: String) -> Value? { headers.first { $0.name == name }?.value }

  // MARK: Limits

  static let maximumHeaders = 128 * 1024
  /// What the format allows a payload to have.
  static let maximumPayload = 24 * 1024 * 1024

  // MARK: The kinds of messages that services send

  /// An event; the headers are in the order that AWS sends them.
  package static func event(_ type: String, contentType: String?, payload: [UInt8]) -> EventStreamMessage {
    var headers = [Header(":event-type", .string(type))]
    if let contentType { headers.append(Header(":content-type", .string(contentType))) }
    headers.append(Header(":message-type", .string("event")))
    return EventStreamMessage(headers: headers, payload: payload)
  }

  /// An exception that the model names; it ends the stream.
  package static func exception(_ type: String, contentType: String, payload: [UInt8]) -> EventStreamMessage {
    EventStreamMessage(
      headers: [
        Header(":exception-type", .string(type)), Header(":content-type", .string(contentType)),
        Header(":message-type", .string("exception")),
      ], payload: payload)
  }

  /// An error that the model does not name; it ends the stream.
  package static func error(code: String, message: String) -> EventStreamMessage {
    EventStreamMessage(
      headers: [
        Header(":error-code", .string(code)), Header(":error-message", .string(message)),
        Header(":message-type", .string("error")),
      ], payload: [])
  }

  // MARK: Writing

  /// Appends the framed message: lengths, their CRC, headers, payload, CRC of it all.
  package func append(to bytes: inout [UInt8]) {
    var block: [UInt8] = []
    for header in headers { EventStreamMessage.append(header, to: &block) }
    let start = bytes.count
    bytes.reserveCapacity(start + 16 + block.count + payload.count)
    EventStreamMessage.append(UInt64(16 + block.count + payload.count), 4, to: &bytes)
    EventStreamMessage.append(UInt64(block.count), 4, to: &bytes)
    EventStreamMessage.append(EventStreamMessage.crc(bytes, start..<start + 8), 4, to: &bytes)
    bytes.append(contentsOf: block)
    bytes.append(contentsOf: payload)
    EventStreamMessage.append(EventStreamMessage.crc(bytes, start..<bytes.count), 4, to: &bytes)
  }

  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  private static func crc(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
    bytes.withUnsafeBytes { CRC.value(.crc32, of: UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  private static func append(_ value: UInt64, _ width: Int, to bytes: inout [UInt8]) {
    for index in (0..<width).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(index * 8))) }
  }

  private static func append(_ header: Header, to block: inout [UInt8]) {
    precondition((1...255).contains(header.name.utf8.count), "A header's name has 1 to 255 bytes")
    block.append(UInt8(header.name.utf8.count))
    block.append(contentsOf: header.name.utf8)
    switch header.value {
    case .bool(let value): block.append(value ? 0 : 1)
    case .byte(let value): block += [2, UInt8(bitPattern: value)]
    case .short(let value):
      block.append(3)
      append(UInt64(UInt16(bitPattern: value)), 2, to: &block)
    case .integer(let value):
      block.append(4)
      append(UInt64(UInt32(bitPattern: value)), 4, to: &block)
    case .long(let value):
      block.append(5)
      append(UInt64(bitPattern: value), 8, to: &block)
    case .bytes(let value):
      block.append(6)
      append(sized: value, to: &block)
    case .string(let value):
      block.append(7)
      append(sized: Array(value.utf8), to: &block)
    case .timestamp(let value):
      block.append(8)
      append(UInt64(bitPattern: value.milliseconds), 8, to: &block)
    case .uuid(let value):
      precondition(value.count == 16, "A UUID has 16 bytes")
      block.append(9)
      block += value
    }
  }

  private static func append(sized value: [UInt8], to block: inout [UInt8]) {
    precondition(value.count <= 32767, "A header's value has at most 32,767 bytes")
    append(UInt64(value.count), 2, to: &block)
    block += value
  }
}
