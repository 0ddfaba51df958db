import Protocols

/// Reads the chunked transfer coding (RFC 9112 §7.1). A value without a socket: bytes in, pieces out. Chunk extensions are
/// checked and dropped.
struct ChunkedDecoder {
  enum Event {
    case needMore
    /// A part of the body, inside the input.
    case piece(UnsafeRawBufferPointer)
    case end
    /// The framing is broken; the status says how (400, 431).
    case refused(Int)
  }

  private enum Place {
    case size
    case data(Int)
    case dataEnd
    case trailers
  }

  /// A size with its extensions.
  private static let sizeLineLimit = 4096

  private var place = Place.size
  private var scanned = 0
  private var trailerBytes = 0
  private let trailerLimit: Int
  /// The fields behind the body, once it is at its end.
  private(set) var trailers: [HTTPFields.Field] = []

  init(trailerLimit: Int) { self.trailerLimit = trailerLimit }

  /// Reads on from `offset`, which moves behind what was used.
  mutating func next(_ input: UnsafeRawBufferPointer, _ offset: inout Int) -> Event {
    while true {
      switch place {
      case .size:
        switch HTTP1Syntax.line(input, &offset, scanned: &scanned) {
        case .incomplete: return scanned > ChunkedDecoder.sizeLineLimit + 1 ? .refused(400) : .needMore
        case .malformed: return .refused(400)
        case .complete(let line):
          guard line.count <= ChunkedDecoder.sizeLineLimit, let size = ChunkedDecoder.size(line) else {
            return .refused(400)
          }
          place = size == 0 ? .trailers : .data(size)
        }
      case .data(let remaining):
        let count: Int = min(remaining, input.count - offset)
        guard count > 0 else { return .needMore }
        let piece = UnsafeRawBufferPointer(rebasing: input[offset..<offset + count])
        offset += count
        place = remaining == count ? .dataEnd : .data(remaining - count)
        return .piece(piece)
      case .dataEnd:
        let available: Int = input.count - offset
        if available > 0, input[offset] != HTTP1Syntax.cr { return .refused(400) }
        guard available > 1 else { return .needMore }
        guard input[offset + 1] == HTTP1Syntax.lf else { return .refused(400) }
        offset += 2
        place = .size
      case .trailers:
        let before: Int = offset
        switch HTTP1Syntax.line(input, &offset, scanned: &scanned) {
        case .incomplete: return trailerBytes + scanned > trailerLimit ? .refused(431) : .needMore
        case .malformed:
          return trailerBytes + offset - before > trailerLimit ? .refused(431) : .refused(400)
        case .complete(let line):
          trailerBytes += offset - before
          if trailerBytes > trailerLimit { return .refused(431) }
          if line.isEmpty { return .end }
          guard let field = HTTP1Syntax.field(line) else { return .refused(400) }
          trailers.append(
            HTTPFields.Field(
              name: String(decoding: field.name, as: UTF8.self), value: String(decoding: field.value, as: UTF8.self)))
        }
      }
    }
  }

  /// The size in hexadecimal, up to fifteen digits, before the extensions.
  private static func size(_ line: UnsafeRawBufferPointer) -> Int? {
    var value = 0
    var index = 0
    while index < line.count {
      let byte: UInt8 = line[index]
      let lower: UInt8 = byte | 32
      let digit: UInt8
      if byte &- 48 < 10 { digit = byte &- 48 } else if lower &- 97 < 6 { digit = lower &- 87 } else { break }
      guard index < 15 else { return nil }
      value = value << 4 | Int(digit)
      index += 1
    }
    guard index > 0 else { return nil }
    let rest: UnsafeRawBufferPointer = HTTP1Syntax.trimmed(line, index, line.count)
    guard rest.isEmpty || (rest[0] == UInt8(ascii: ";") && !HTTP1Syntax.hasControl(rest)) else { return nil }
    return value
  }
}
