/// Base64 with the standard alphabet (RFC 4648 §4).
package enum Base64 {
  package enum Mode: Sendable {
    /// Padding where it belongs, no white space, unused bits zero.
    case strict
    /// Padding may be missing or cut short, white space is passed over, unused bits do not matter.
    case lenient
  }

  package static func encode(_ bytes: UnsafeRawBufferPointer) -> String {
    String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { out in
      encode(bytes, into: UnsafeMutableRawBufferPointer(out))
    }
  }

  package static func encode(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { encode($0) } }

  /// Appends the text of `bytes`.
  package static func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
    // A piece at a time through the stack: Array has no way to be appended to in place.
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { room in
      var from = 0
      while from < bytes.count {
        let size = min(3072, bytes.count - from)
        let written = encode(UnsafeRawBufferPointer(rebasing: bytes[from..<from + size]), into: room)
        text.append(contentsOf: UnsafeRawBufferPointer(rebasing: room[..<written]))
        from += size
      }
    }
  }

  package static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
    bytes.withUnsafeBytes { append($0, to: &text) }
  }

  /// The bytes that the text stands for; nil where it is not base64.
  package static func decode(_ text: UnsafeRawBufferPointer, _ mode: Mode = .strict) -> [UInt8]? {
    var valid = true
    let bytes = [UInt8](unsafeUninitializedCapacity: (text.count + 3) / 4 * 3) { out, count in
      let decoded = mode == .strict ? decodeStrict(text, out) : decodeLenient(text, out)
      count = decoded ?? 0
      valid = decoded != nil
    }
    return valid ? bytes : nil
  }

  package static func decode(_ text: [UInt8], _ mode: Mode = .strict) -> [UInt8]? {
    text.withUnsafeBytes { decode($0, mode) }
  }

  package static func decode(_ text: String, _ mode: Mode = .strict) -> [UInt8]? {
    var text = text
    return text.withUTF8 { decode(UnsafeRawBufferPointer($0), mode) }
  }

  // MARK: Steps

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Twelve bits → their two characters, the first in the lower byte.
  private static let pairs: [UInt16] = (0..<4096).map { bits in
    UInt16(alphabet[bits >> 6]) | UInt16(alphabet[bits & 63]) << 8
  }

  /// Byte → its six bits, or 0xFF for what is not in the alphabet.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (index, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(index) }
    return values
  }()

  /// The four places of a group, 256 entries each: the six bits where they belong in the upper three bytes, or an odd number
  /// for what is not in the alphabet.
  private static let groups: [UInt32] = (0..<4).flatMap { place in
    values.map { $0 == 0xFF ? 1 : UInt32($0) << UInt32(26 - 6 * place) }
  }

  /// Encodes into `out`, which has room; gives the number of characters.
  static func encode(_ bytes: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer) -> Int {
    var from = 0
    var to = 0
    pairs.withUnsafeBufferPointer { pairs in
      // Six bytes a step, read as part of eight.
      while from + 8 <= bytes.count {
        let word = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: from, as: UInt64.self))
        let low = UInt64(pairs[Int(word >> 52)]) | UInt64(pairs[Int(word >> 40 & 4095)]) << 16
        let high = UInt64(pairs[Int(word >> 28 & 4095)]) | UInt64(pairs[Int(word >> 16 & 4095)]) << 16
        out.storeBytes(of: (low | high << 32).littleEndian, toByteOffset: to, as: UInt64.self)
        from += 6
        to += 8
      }
    }
    return alphabet.withUnsafeBufferPointer { letters in
      while from + 3 <= bytes.count {
        let group = UInt32(bytes[from]) << 16 | UInt32(bytes[from + 1]) << 8 | UInt32(bytes[from + 2])
        out[to] = letters[Int(group >> 18)]
        out[to + 1] = letters[Int(group >> 12 & 63)]
        out[to + 2] = letters[Int(group >> 6 & 63)]
        out[to + 3] = letters[Int(group & 63)]
        from += 3
        to += 4
      }
      let rest = bytes.count - from
      if rest == 0 { return to }
      let group = UInt32(bytes[from]) << 16 | (rest == 2 ? UInt32(bytes[from + 1]) << 8 : 0)
      out[to] = letters[Int(group >> 18)]
      out[to + 1] = letters[Int(group >> 12 & 63)]
      out[to + 2] = rest == 2 ? letters[Int(group >> 6 & 63)] : UInt8(ascii: "=")
      out[to + 3] = UInt8(ascii: "=")
      return to + 4
    }
  }

  /// Decodes whole groups as long as they are in the alphabet; gives how many characters were read and bytes written.
  @inline(__always) private static func decodeGroups(
    _ text: UnsafeRawBufferPointer, _ out: UnsafeMutableBufferPointer<UInt8>, _ table: UnsafeBufferPointer<UInt8>
  ) -> (read: Int, written: Int) {
    var from = 0
    var to = 0
    let room = UnsafeMutableRawBufferPointer(out)
    groups.withUnsafeBufferPointer { groups in
      // Eight characters a step; each store of four bytes holds three that count, and the next group's first is behind them.
      while from + 12 <= text.count {
        let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: from, as: UInt64.self))
        let first =
          groups[Int(word & 255)] | groups[256 + Int(word >> 8 & 255)] | groups[512 + Int(word >> 16 & 255)]
          | groups[768 + Int(word >> 24 & 255)]
        let second =
          groups[Int(word >> 32 & 255)] | groups[256 + Int(word >> 40 & 255)] | groups[512 + Int(word >> 48 & 255)]
          | groups[768 + Int(word >> 56)]
        if (first | second) & 1 != 0 { break }
        room.storeBytes(of: first.bigEndian, toByteOffset: to, as: UInt32.self)
        room.storeBytes(of: second.bigEndian, toByteOffset: to + 3, as: UInt32.self)
        from += 8
        to += 6
      }
    }
    while from + 4 <= text.count {
      let a = table[Int(text[from])]
      let b = table[Int(text[from + 1])]
      let c = table[Int(text[from + 2])]
      let d = table[Int(text[from + 3])]
      if (a | b | c | d) & 0x80 != 0 { break }
      let group = UInt32(a) << 18 | UInt32(b) << 12 | UInt32(c) << 6 | UInt32(d)
      out[to] = UInt8(truncatingIfNeeded: group >> 16)
      out[to + 1] = UInt8(truncatingIfNeeded: group >> 8)
      out[to + 2] = UInt8(truncatingIfNeeded: group)
      from += 4
      to += 3
    }
    return (from, to)
  }

  private static func decodeStrict(_ text: UnsafeRawBufferPointer, _ out: UnsafeMutableBufferPointer<UInt8>) -> Int? {
    guard text.count % 4 == 0 else { return nil }
    return values.withUnsafeBufferPointer { table in
      let (read, written) = decodeGroups(text, out, table)
      if read == text.count { return written }
      // What stopped the groups must be the padding of the last one.
      guard read + 4 == text.count, text[read + 3] == UInt8(ascii: "=") else { return nil }
      let a = table[Int(text[read])]
      let b = table[Int(text[read + 1])]
      guard (a | b) & 0x80 == 0 else { return nil }
      out[written] = a << 2 | b >> 4
      if text[read + 2] == UInt8(ascii: "=") { return b & 0x0F == 0 ? written + 1 : nil }
      let c = table[Int(text[read + 2])]
      guard c & 0x83 == 0 else { return nil }
      out[written + 1] = b << 4 | c >> 2
      return written + 2
    }
  }

  private static func decodeLenient(_ text: UnsafeRawBufferPointer, _ out: UnsafeMutableBufferPointer<UInt8>) -> Int? {
    values.withUnsafeBufferPointer { table in
      let start = decodeGroups(text, out, table)
      var to = start.written
      var group: UInt32 = 0
      var held = 0
      var padded = false
      for index in start.read..<text.count {
        let byte = text[index]
        if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { continue }
        if byte == UInt8(ascii: "=") {
          if held < 2 && !padded { return nil }
          padded = true
          continue
        }
        let value = table[Int(byte)]
        if value & 0x80 != 0 || padded { return nil }
        group = group << 6 | UInt32(value)
        held += 1
        if held == 4 {
          out[to] = UInt8(truncatingIfNeeded: group >> 16)
          out[to + 1] = UInt8(truncatingIfNeeded: group >> 8)
          out[to + 2] = UInt8(truncatingIfNeeded: group)
          to += 3
          group = 0
          held = 0
        }
      }
      switch held {
      case 0: return to
      case 2: out[to] = UInt8(truncatingIfNeeded: group >> 4)
      case 3:
        out[to] = UInt8(truncatingIfNeeded: group >> 10)
        out[to + 1] = UInt8(truncatingIfNeeded: group >> 2)
      default: return nil
      }
      return to + held - 1
    }
  }
}
