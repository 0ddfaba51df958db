import CNGHTTP2
import Testing

@testable import Transport

/// A blocking HTTP/2 client that sends the frames it is told to, right or wrong, and shows those that come.
final class HTTP2Client {
  struct Frame {
    var type: UInt8
    var flags: UInt8
    var stream: Int
    var payload: [UInt8]

    var endsStream: Bool { flags & 1 != 0 }
    /// The code of RST_STREAM and GOAWAY.
    var code: Int { payload.suffix(from: type == 7 ? 4 : 0).prefix(4).reduce(0) { $0 << 8 | Int($1) } }
  }

  enum Kind {
    static let data: UInt8 = 0
    static let headers: UInt8 = 1
    static let reset: UInt8 = 3
    static let settings: UInt8 = 4
    static let ping: UInt8 = 6
    static let goAway: UInt8 = 7
    static let windowUpdate: UInt8 = 8
    static let continuation: UInt8 = 9
  }

  struct Answer {
    var status = 0
    var fields: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// The code that the stream was reset with, where it was.
    var reset: Int?
    var isWhole = false

    var text: String { String(decoding: body, as: UTF8.self) }
    func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }
  }

  static let preface: [UInt8] = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

  let raw: RawClient
  private var input: [UInt8] = []
  private var inflater: OpaquePointer?
  /// What has come of each stream.
  private(set) var answers: [Int: Answer] = [:]
  /// Frames that belong to no stream, and window updates.
  private(set) var others: [Frame] = []
  /// Gives back the credit for what it receives.
  var givesCredit = true

  /// Connects, and sends preface and settings unless the test does.
  init(_ live: LiveServer, settings: [(id: Int, value: Int)]? = [], receiveBuffer: Int32? = nil) throws {
    raw = try RawClient(port: live.port, receiveBuffer: receiveBuffer)
    nghttp2_hd_inflate_new(&inflater)
    guard let settings else { return }
    var payload: [UInt8] = []
    for (id, value) in settings { payload += [UInt8(id >> 8), UInt8(id & 255)] + HTTP2Client.four(value) }
    raw.send(HTTP2Client.preface + HTTP2Client.frame(Kind.settings, stream: 0, payload))
  }

  deinit { nghttp2_hd_inflate_del(inflater) }

  static func four(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 255) } }

  static func frame(_ type: UInt8, _ flags: UInt8 = 0, stream: Int, _ payload: [UInt8] = []) -> [UInt8] {
    [UInt8(payload.count >> 16), UInt8(payload.count >> 8 & 255), UInt8(payload.count & 255), type, flags]
      + four(stream) + payload
  }

  func send(_ type: UInt8, _ flags: UInt8 = 0, stream: Int, _ payload: [UInt8] = []) {
    raw.send(HTTP2Client.frame(type, flags, stream: stream, payload))
  }

  /// Literal fields without indexing (RFC 7541 §6.2.2).
  static func block(_ fields: [(String, String)]) -> [UInt8] {
    fields.flatMap { [0] + text($0.0) + text($0.1) }
  }

  private static func text(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    guard bytes.count >= 127 else { return [UInt8(bytes.count)] + bytes }
    var count: Int = bytes.count - 127
    var prefix: [UInt8] = [127]
    while count >= 128 {
      prefix.append(UInt8(count & 127 | 128))
      count >>= 7
    }
    return prefix + [UInt8(count)] + bytes
  }

  /// Opens a stream. Fields beside the pseudo-fields come behind them.
  func request(
    _ stream: Int, _ method: String = "GET", _ path: String = "/", _ fields: [(String, String)] = [],
    authority: String? = "a", ends: Bool = true
  ) {
    let pseudo: [(String, String)] =
      [(":method", method), (":scheme", "http"), (":path", path)] + (authority.map { [(":authority", $0)] } ?? [])
    head(stream, pseudo + fields, ends: ends)
  }

  /// A head of those fields alone, in as many frames as it needs.
  func head(_ stream: Int, _ fields: [(String, String)], ends: Bool = true) {
    var rest: [UInt8] = HTTP2Client.block(fields)
    var type: UInt8 = Kind.headers
    var bytes: [UInt8] = []
    repeat {
      let piece = Array(rest.prefix(16384))
      rest.removeFirst(piece.count)
      let flags: UInt8 = (type == Kind.headers && ends ? 1 : 0) | (rest.isEmpty ? 4 : 0)
      bytes += HTTP2Client.frame(type, flags, stream: stream, piece)
      type = Kind.continuation
    } while !rest.isEmpty
    raw.send(bytes)
  }

  func data(_ stream: Int, _ bytes: [UInt8], ends: Bool = false) {
    send(Kind.data, ends ? 1 : 0, stream: stream, bytes)
  }

  func credit(_ stream: Int, _ count: Int) { send(Kind.windowUpdate, stream: stream, HTTP2Client.four(count)) }

  // MARK: What comes

  /// The next frame; nil at the end of the connection or after ten seconds.
  func next() -> Frame? {
    while true {
      if input.count >= 9 {
        let count: Int = Int(input[0]) << 16 | Int(input[1]) << 8 | Int(input[2])
        if input.count >= 9 + count {
          let stream: Int = input[5..<9].reduce(0) { $0 << 8 | Int($1) }
          let frame = Frame(
            type: input[3], flags: input[4], stream: stream, payload: Array(input[9..<(9 + count)]))
          input.removeFirst(9 + count)
          take(frame)
          return frame
        }
      }
      let bytes: [UInt8] = raw.receive()
      if bytes.isEmpty { return nil }
      input += bytes
    }
  }

  private func take(_ frame: Frame) {
    switch frame.type {
    case Kind.headers:
      // An interim answer makes place for the final one.
      answers[frame.stream] = Answer()
      for (name, value) in inflate(frame.payload) {
        if name == ":status" {
          answers[frame.stream]?.status = Int(value) ?? 0
        } else {
          answers[frame.stream]?.fields.append((name, value))
        }
      }
      if frame.endsStream { answers[frame.stream]?.isWhole = true }
    case Kind.data:
      answers[frame.stream, default: Answer()].body += frame.payload
      if frame.endsStream { answers[frame.stream]?.isWhole = true }
      if givesCredit, !frame.payload.isEmpty {
        credit(0, frame.payload.count)
        if !frame.endsStream { credit(frame.stream, frame.payload.count) }
      }
    case Kind.reset: answers[frame.stream, default: Answer()].reset = frame.code
    case Kind.settings:
      if frame.flags == 0 { send(Kind.settings, 1, stream: 0) }
      others.append(frame)
    default: others.append(frame)
    }
  }

  private func inflate(_ block: [UInt8]) -> [(String, String)] {
    var fields: [(String, String)] = []
    var offset = 0
    while true {
      var field = nghttp2_nv()
      var flags: Int32 = 0
      let used: Int = block.withUnsafeBufferPointer {
        nghttp2_hd_inflate_hd2(
          inflater, &field, &flags, $0.baseAddress.map { $0 + offset }, block.count - offset, 1)
      }
      guard used >= 0 else { return fields }
      offset += used
      if flags & Int32(NGHTTP2_HD_INFLATE_EMIT.rawValue) != 0 {
        fields.append(
          (
            String(decoding: UnsafeBufferPointer(start: field.name, count: field.namelen), as: UTF8.self),
            String(decoding: UnsafeBufferPointer(start: field.value, count: field.valuelen), as: UTF8.self)
          ))
      }
      if flags & Int32(NGHTTP2_HD_INFLATE_FINAL.rawValue) != 0 {
        nghttp2_hd_inflate_end_headers(inflater)
        return fields
      }
    }
  }

  /// The answer on that stream, once it is whole or reset, or the connection has ended.
  func answer(_ stream: Int) -> Answer {
    while !(answers[stream]?.isWhole ?? false), answers[stream]?.reset == nil, next() != nil {}
    return answers[stream] ?? Answer()
  }

  /// The next frame of that kind, on that stream; nil where the connection ends before.
  func next(_ type: UInt8, stream: Int = 0) -> Frame? {
    while let frame = next() {
      if frame.type == type, frame.stream == stream { return frame }
    }
    return nil
  }

  /// Everything until the connection ends; the code of its GOAWAY.
  func goAway() -> Int? {
    var code: Int?
    while let frame = next() {
      if frame.type == Kind.goAway { code = frame.code }
    }
    return code
  }

  /// Until the server has answered a ping, and so all that was sent before it.
  func settle() {
    send(Kind.ping, stream: 0, [1, 2, 3, 4, 5, 6, 7, 8])
    while let frame = next() {
      if frame.type == Kind.ping, frame.flags == 1 { return }
    }
  }
}
