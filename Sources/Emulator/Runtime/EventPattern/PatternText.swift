extension EventPattern {
  /// `*` stands for any run of characters; a backslash takes `*` and itself literally.
  struct Wildcard: Sendable {
    /// The literal pieces between the stars.
    private let pieces: [[UInt8]]

    /// nil for two stars in a row and for a backslash before anything else.
    init?(_ text: String) {
      var pieces: [[UInt8]] = [[]]
      var isEscaped = false
      var wasStar = false
      for byte in text.utf8 {
        if isEscaped {
          guard byte == UInt8(ascii: "*") || byte == UInt8(ascii: "\\") else { return nil }
          pieces[pieces.count - 1].append(byte)
          isEscaped = false
          wasStar = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "*") {
          if wasStar { return nil }
          wasStar = true
          pieces.append([])
        } else {
          wasStar = false
          pieces[pieces.count - 1].append(byte)
        }
      }
      if isEscaped { return nil }
      self.pieces = pieces
    }

    func matches(_ text: String) -> Bool {
      let bytes = Array(text.utf8)
      guard let first = pieces.first, let last = pieces.last, bytes.starts(with: first) else { return false }
      if pieces.count == 1 { return bytes == first }
      guard bytes.count >= first.count + last.count, bytes.suffix(last.count).elementsEqual(last) else { return false }
      // The pieces in between, each as early as it comes.
      var place = first.count
      let end = bytes.count - last.count
      for piece in pieces[1..<(pieces.count - 1)] {
        var found: Int?
        var start = place
        while start + piece.count <= end {
          if bytes[start..<(start + piece.count)].elementsEqual(piece) {
            found = start
            break
          }
          start += 1
        }
        guard let found else { return false }
        place = found + piece.count
      }
      return true
    }
  }

  /// A block of addresses, `10.0.0.0/24` or `2001:db8::/32`.
  struct AddressBlock: Sendable {
    private let address: [UInt8]
    private let bits: Int

    init?(_ text: String) {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, let bits = Int(parts[1]), let address = AddressBlock.bytes(String(parts[0])),
        (0...address.count * 8).contains(bits)
      else { return nil }
      self.address = address
      self.bits = bits
    }

    func contains(_ text: String) -> Bool {
      guard let other = AddressBlock.bytes(text), other.count == address.count else { return false }
      for index in 0..<address.count {
        let left = bits - index * 8
        if left <= 0 { return true }
        let mask: UInt8 = left >= 8 ? 0xff : ~(0xff >> UInt8(left))
        if address[index] & mask != other[index] & mask { return false }
      }
      return true
    }

    private static func bytes(_ text: String) -> [UInt8]? {
      text.contains(":") ? six(text) : four(Substring(text))
    }

    private static func four(_ text: Substring) -> [UInt8]? {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 4 else { return nil }
      var bytes: [UInt8] = []
      for part in parts {
        guard let byte = UInt8(part), part.first != "+" else { return nil }
        bytes.append(byte)
      }
      return bytes
    }

    private static func six(_ text: String) -> [UInt8]? {
      let halves = text.split(separator: "::", omittingEmptySubsequences: false)
      guard halves.count <= 2 else { return nil }
      var groups: [[UInt8]] = []
      for half in halves {
        var bytes: [UInt8] = []
        for part in half.split(separator: ":", omittingEmptySubsequences: false) where !half.isEmpty {
          if part.contains(".") {
            guard let address = four(part) else { return nil }
            bytes += address
          } else {
            guard part.count <= 4, let group = UInt16(part, radix: 16), part.first != "+" else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 255)]
          }
        }
        groups.append(bytes)
      }
      if groups.count == 1 { return groups[0].count == 16 ? groups[0] : nil }
      let gap = 16 - groups[0].count - groups[1].count
      return gap >= 2 ? groups[0] + [UInt8](repeating: 0, count: gap) + groups[1] : nil
    }
  }
}
