import Protocols

/// Takes `aws-chunked` bodies apart, wherever the pieces are cut
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html):
///
///     <hex size>[;chunk-signature=<signature>]\r\n <data> \r\n … 0[;…]\r\n [<trailer>:<value>\r\n]… \r\n
///
/// Signatures of chunks are passed over.
struct ChunkedBody {
  private enum State {
    case size, data, dataEnd, trailers, complete
  }

  private var state = State.size
  private var line: [UInt8] = []
  private var rest = 0
  private(set) var trailers: [(name: String, value: String)] = []

  /// The last chunk and the trailers came.
  var isComplete: Bool { state == .complete }

  /// Hands the data over as it lies in `bytes`. False where the framing is broken.
  mutating func decode(_ bytes: UnsafeRawBufferPointer, _ data: (UnsafeRawBufferPointer) -> Void) -> Bool {
    var index = 0
    while index < bytes.count {
      switch state {
      case .data:
        let count = min(rest, bytes.count - index)
        data(UnsafeRawBufferPointer(rebasing: bytes[index..<index + count]))
        index += count
        rest -= count
        if rest == 0 { state = .dataEnd }
      case .complete:
        // Clients that end with one more line end are taken as they are.
        guard bytes[index] == 13 || bytes[index] == 10 else { return false }
        index += 1
      case .size, .dataEnd, .trailers:
        let byte = bytes[index]
        index += 1
        if byte != 10 {
          guard line.count < ChunkedBody.lineLimit else { return false }
          line.append(byte)
          continue
        }
        if line.last == 13 { line.removeLast() }
        let good = endOfLine()
        line.removeAll(keepingCapacity: true)
        if !good { return false }
      }
    }
    return true
  }

  private static let lineLimit = 16 << 10

  private mutating func endOfLine() -> Bool {
    switch state {
    case .size:
      guard let size = ChunkedBody.size(line) else { return false }
      rest = size
      state = size == 0 ? .trailers : .data
    case .dataEnd:
      guard line.isEmpty else { return false }
      state = .size
    case .trailers:
      if line.isEmpty {
        state = .complete
        return true
      }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return false }
      let value = line[(colon + 1)...].drop { $0 == 32 }
      trailers.append(
        (String(decoding: line[..<colon], as: UTF8.self).lowercased(), String(decoding: value, as: UTF8.self)))
    case .data, .complete: return false
    }
    return true
  }

  private static func size(_ line: [UInt8]) -> Int? {
    var size = 0
    var digits = 0
    for byte in line {
      if byte == UInt8(ascii: ";") || byte == 32 { break }
      let digit: Int
      switch byte {
      case 48...57: digit = Int(byte) - 48
      case 65...70: digit = Int(byte) - 55
      case 97...102: digit = Int(byte) - 87
      default: return nil
      }
      size = size << 4 | digit
      digits += 1
      if digits > 12 { return nil }
    }
    return digits == 0 ? nil : size
  }
}
