import Protocols
import Testing

@Suite struct EventStreamTests {
  private func decode(_ bytes: [UInt8]) throws(EventStreamError) -> [EventStreamMessage] {
    var decoder = EventStreamDecoder()
    decoder.feed(bytes)
    var messages: [EventStreamMessage] = []
    while let message = try decoder.next() { messages.append(message) }
    return messages
  }

  /// The test cases that the AWS SDKs share (`empty_message`, `payload_no_headers`, `int32_header`).
  @Test func sharedVectors() throws {
    let vectors: [(hex: String, message: EventStreamMessage)] = [
      ("000000100000000005c248eb7d98c8ff", EventStreamMessage(headers: [], payload: [])),
      (
        "0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936",
        EventStreamMessage(headers: [], payload: Array("{'foo':'bar'}".utf8))
      ),
      (
        "0000002d00000010" + "41c424b8" + "0a6576656e742d74797065" + "04" + "0000a00c" + "7b27666f6f273a27626172277d"
          + "36f480a0",
        EventStreamMessage(
          headers: [EventStreamMessage.Header("event-type", .integer(40972))], payload: Array("{'foo':'bar'}".utf8))
      ),
    ]
    for (hex, message) in vectors {
      #expect(Hex.encode(message.bytes) == hex)
      #expect(try decode(try #require(Hex.decode(hex))) == [message])
    }
  }

  /// The first frame of SubscribeToShard, whose length AWS was seen to send: 114 bytes.
  @Test func initialResponse() {
    let message = EventStreamMessage.event(
      "initial-response", contentType: "application/x-amz-json-1.1", payload: Array("{}".utf8))
    #expect(message.bytes.count == 114)
    #expect(message.headers.map(\.name) == [":event-type", ":content-type", ":message-type"])
    #expect(message[":message-type"] == .string("event"))
  }

  private static let every = EventStreamMessage(
    headers: [
      .init("t", .bool(true)), .init("f", .bool(false)), .init("byte", .byte(-1)), .init("short", .short(-2)),
      .init("int", .integer(.min)), .init("long", .long(.max)), .init("bytes", .bytes([0, 255])),
      .init("string", .string("é")), .init("time", .timestamp(Timestamp(milliseconds: 8_675_309))),
      .init("uuid", .uuid([UInt8](0..<16))),
    ], payload: [UInt8](0...255))

  @Test func everyTypeHoweverCut() throws {
    let message = EventStreamTests.every
    let bytes = message.bytes + EventStreamMessage.error(code: "InternalFailure", message: "x").bytes + message.bytes
    #expect(try decode(bytes).count == 3)
    for step in [1, 2, 3, 11, 100] {
      var decoder = EventStreamDecoder()
      var messages: [EventStreamMessage] = []
      for start in stride(from: 0, to: bytes.count, by: step) {
        decoder.feed(Array(bytes[start..<min(bytes.count, start + step)]))
        while let message = try decoder.next() { messages.append(message) }
      }
      #expect(messages.count == 3 && messages[0] == message && messages[2] == message && decoder.isEmpty)
      #expect(messages[1][":error-code"] == .string("InternalFailure"))
    }
    let exception = EventStreamMessage.exception("ResourceInUseException", contentType: "application/json", payload: [])
    #expect(exception[":exception-type"] == .string("ResourceInUseException"))
  }

  @Test func refusesWhatIsBroken() throws {
    let bytes = EventStreamTests.every.bytes
    for index in bytes.indices {
      var broken = bytes
      broken[index] ^= 1
      let expected: EventStreamError = index < 12 ? .preludeChecksum : .messageChecksum
      #expect(throws: expected) { try decode(broken) }
    }
    #expect(try decode(Array(bytes.dropLast())) == [])
    // Sound checksums around lengths that are not.
    func framed(total: UInt32, headers: UInt32, _ rest: [UInt8]) -> [UInt8] {
      func four(_ value: UInt64) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
      let lengths = four(UInt64(total)) + four(UInt64(headers))
      let body = lengths + four(CRC.value(.crc32, of: lengths)) + rest
      return body + four(CRC.value(.crc32, of: body))
    }
    #expect(throws: EventStreamError.invalidLength) { try decode(framed(total: 15, headers: 0, [])) }
    #expect(throws: EventStreamError.invalidLength) { try decode(framed(total: 16, headers: 1, [])) }
    #expect(throws: EventStreamError.tooLong) { try decode(framed(total: .max, headers: 0, [])) }
    #expect(throws: EventStreamError.tooLong) { try decode(framed(total: 1_000_000, headers: 200_000, [])) }
    for header: [UInt8] in [
      [0], [1], [1, 97], [1, 97, 10], [1, 97, 4, 0], [1, 97, 7, 0, 2, 97], [1, 97, 7, 0, 1, 0xFF],
      [1, 97, 0, 1, 97, 0],
    ] {
      let bytes = framed(total: UInt32(16 + header.count), headers: UInt32(header.count), header)
      #expect(throws: EventStreamError.invalidHeader) { try decode(bytes) }
    }
  }

  @Test func survivesAnyBytes() {
    var mutation = Mutation(seed: 7)
    for _ in 0..<2_000 { _ = try? decode(mutation.mutate(EventStreamTests.every.bytes)) }
  }
}
