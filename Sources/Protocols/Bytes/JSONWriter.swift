/// Writes JSON into a buffer of bytes, without white space; commas come by themselves. Containers must be closed by the
/// caller in the order they were opened. Non-ASCII characters stand unescaped.
///
///     var writer = JSONWriter()
///     writer.beginObject()
///     writer.key("ShardId")
///     writer.string(shard)
///     writer.endObject()
///
/// It writes into memory of its own, for an Array is asked at every byte whether it is the only owner of its storage:
/// that was half of an answer's cost.
package struct JSONWriter: ~Copyable {
  private var memory: UnsafeMutableRawPointer
  package private(set) var count: Int
  private var capacity: Int
  private var needsComma = false

  /// Goes on behind what `bytes` already holds.
  package init(_ bytes: [UInt8] = [], reserving capacity: Int = 256) {
    self.capacity = bytes.count + max(capacity, 16)
    memory = .allocate(byteCount: self.capacity, alignment: 1)
    count = bytes.count
    bytes.withUnsafeBytes { if let start = $0.baseAddress { memory.copyMemory(from: start, byteCount: $0.count) } }
  }

  deinit { memory.deallocate() }

  /// What was written so far.
  package var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: memory, count: count)) }

  // MARK: Memory

  @inline(__always) private mutating func reserve(_ more: Int) {
    if count &+ more > capacity { grow(more) }
  }

  @inline(never) private mutating func grow(_ more: Int) {
    capacity = max(count + more, capacity * 2)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
    larger.copyMemory(from: memory, byteCount: count)
    memory.deallocate()
    memory = larger
  }

  /// Behind a `reserve` that covers it.
  @inline(__always) private mutating func put(_ byte: UInt8) {
    memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count &+= 1
  }

  /// Behind a `reserve` that covers it.
  @inline(__always) private mutating func put(_ piece: UnsafeRawBufferPointer) {
    guard let start = piece.baseAddress else { return }
    (memory + count).copyMemory(from: start, byteCount: piece.count)
    count &+= piece.count
  }

  @inline(__always) private mutating func append(_ byte: UInt8) {
    reserve(1)
    put(byte)
  }

  @inline(__always) private mutating func append(_ piece: UnsafeRawBufferPointer) {
    reserve(piece.count)
    put(piece)
  }

  // MARK: Values

  package mutating func beginObject() { open(UInt8(ascii: "{")) }
  package mutating func endObject() { close(UInt8(ascii: "}")) }
  package mutating func beginArray() { open(UInt8(ascii: "[")) }
  package mutating func endArray() { close(UInt8(ascii: "]")) }

  package mutating func key(_ key: String) {
    comma()
    appendQuoted(key)
    append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A key that needs no escaping.
  package mutating func key(_ key: StaticString) {
    comma()
    reserve(key.utf8CodeUnitCount + 3)
    put(UInt8(ascii: "\""))
    put(UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    put(UInt8(ascii: "\""))
    put(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A key made ready by `prepared`: quotes, escapes and colon included.
  package mutating func key(prepared key: [UInt8]) {
    comma()
    reserve(key.count)
    key.withUnsafeBytes { put($0) }
    needsComma = false
  }

  /// A key given as UTF-8, which must be valid.
  package mutating func key(utf8 key: UnsafeRawBufferPointer) {
    string(utf8: key)
    append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// `"key":`, to be kept beside a shape and written with `key(prepared:)`.
  package static func prepared(_ key: String) -> [UInt8] {
    var writer = JSONWriter(reserving: key.utf8.count + 3)
    writer.key(key)
    return writer.bytes
  }

  package mutating func string(_ value: String) {
    comma()
    appendQuoted(value)
    needsComma = true
  }

  /// A string given as UTF-8, which must be valid.
  package mutating func string(utf8 value: UnsafeRawBufferPointer) {
    comma()
    appendQuoted(value)
    needsComma = true
  }

  package mutating func base64(_ value: UnsafeRawBufferPointer) {
    comma()
    let length = (value.count + 2) / 3 * 4
    reserve(length + 2)
    put(UInt8(ascii: "\""))
    _ = Base64.encode(value, into: UnsafeMutableRawBufferPointer(start: memory + count, count: length))
    count &+= length
    put(UInt8(ascii: "\""))
    needsComma = true
  }

  package mutating func base64(_ value: [UInt8]) { value.withUnsafeBytes { base64($0) } }

  package mutating func integer(_ value: Int64) {
    comma()
    reserve(20)
    count &+= DecimalText.write(value, to: memory + count)
    needsComma = true
  }

  package mutating func integer(_ value: Int) { integer(Int64(value)) }

  /// The shortest digits that read back as the same double; `1.0` keeps its fraction. NaN and the infinities, which JSON
  /// has no number for, are the strings that AWS's JSON protocols use.
  package mutating func double(_ value: Double) {
    guard value.isFinite else { return string(value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity") }
    raw(value.description)
  }

  package mutating func float(_ value: Float) {
    guard value.isFinite else { return double(Double(value)) }
    raw(value.description)
  }

  package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }
  package mutating func null() { raw("null") }

  /// A value that is written as it stands: the digits of an exact number, or JSON made elsewhere.
  package mutating func raw(_ text: String) {
    comma()
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    needsComma = true
  }

  package mutating func raw(_ text: UnsafeRawBufferPointer) {
    comma()
    append(text)
    needsComma = true
  }

  /// Epoch seconds with up to three digits behind the point, as `Timestamp.epochSecondsText`.
  package mutating func epochSeconds(_ time: Timestamp) {
    comma()
    reserve(24)
    count &+= time.writeEpochSeconds(to: memory + count)
    needsComma = true
  }

  // MARK: Steps

  @inline(__always) private mutating func comma() { if needsComma { append(UInt8(ascii: ",")) } }

  @inline(__always) private mutating func open(_ bracket: UInt8) {
    comma()
    append(bracket)
    needsComma = false
  }

  @inline(__always) private mutating func close(_ bracket: UInt8) {
    append(bracket)
    needsComma = true
  }

  private mutating func appendQuoted(_ value: String) {
    // Native strings are lent; a copy for `withUTF8` would be retained and released.
    let isDone: Void? = value.utf8.withContiguousStorageIfAvailable { appendQuoted(UnsafeRawBufferPointer($0)) }
    if isDone != nil { return }
    var value = value
    value.withUTF8 { appendQuoted(UnsafeRawBufferPointer($0)) }
  }

  private mutating func appendQuoted(_ value: UnsafeRawBufferPointer) {
    reserve(value.count + 2)
    put(UInt8(ascii: "\""))
    var index = 0
    var written = 0
    while index < value.count {
      if index &+ 8 <= value.count {
        let word = UInt64(littleEndian: value.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let hits = EightBytes.quotesEscapesControls(word)
        if hits == 0 {
          index &+= 8
          continue
        }
        index &+= hits.trailingZeroBitCount >> 3
      }
      let byte = value[index]
      if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        index &+= 1
        continue
      }
      if written < index { append(UnsafeRawBufferPointer(rebasing: value[written..<index])) }
      appendEscape(byte)
      index &+= 1
      written = index
    }
    reserve(index &- written &+ 1)
    if written < index { put(UnsafeRawBufferPointer(rebasing: value[written..<index])) }
    put(UInt8(ascii: "\""))
  }

  private mutating func appendEscape(_ byte: UInt8) {
    reserve(6)
    put(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: put(UInt8(ascii: "b"))
    case 0x09: put(UInt8(ascii: "t"))
    case 0x0A: put(UInt8(ascii: "n"))
    case 0x0C: put(UInt8(ascii: "f"))
    case 0x0D: put(UInt8(ascii: "r"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): put(byte)
    default:
      put(UInt8(ascii: "u"))
      put(UInt8(ascii: "0"))
      put(UInt8(ascii: "0"))
      put(Hex.upper(byte >> 4))
      put(Hex.upper(byte & 15))
    }
  }
}
