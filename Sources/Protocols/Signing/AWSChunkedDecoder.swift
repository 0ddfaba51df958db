/// Takes the data out of an `aws-chunked` body, however its bytes are cut, and checks the signatures of chunks and trailer
/// where there are any (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html):
///
///     10000;chunk-signature=<64 digits>\r\n
///     <65536 bytes>\r\n
///     0;chunk-signature=<64 digits>\r\n
///     x-amz-checksum-crc32c:sOO8/Q==\r\n
///     x-amz-trailer-signature:<64 digits>\r\n
///     \r\n
///
/// Data is handed out before its chunk's signature is known to be right: what was stored of it counts only once
/// `isComplete`. Not for two threads at once.
package struct AWSChunkedDecoder {
  package enum Failure: Error, Sendable, Equatable {
    /// Not of the form; also a signature that is missing.
    case malformed
    /// The body goes on after its end.
    case trailingBytes
    /// A chunk's or the trailer's signature is another.
    case signature
  }

  private enum State: Equatable {
    case size
    case data(left: Int)
    /// The line end behind a chunk's data, of which so many bytes were seen.
    case lineEnd(seen: Int)
    case trailer
    case done
  }

  /// A line of a chunk's size, and all of the trailer, may be that long.
  private static let lineLimit = 1024
  private static let trailerLimit = 16384

  private var state = State.size
  private var line: [UInt8] = []
  private var trailerLength = 0
  private var signatures: ChunkSignatures?
  /// The trailer's signature was right: nothing may follow it.
  private var isSealed = false
  private let digest: Digest?
  /// The signature that came with the chunk whose data is being read.
  private var given = ""

  /// The fields of the trailer, its signature aside; whole once `isComplete`.
  package private(set) var trailer = HTTPFields()
  /// How many bytes of data came.
  package private(set) var length = 0

  /// `signatures` for a body whose chunks must be signed, nil where they need not be
  /// (`STREAMING-UNSIGNED-PAYLOAD-TRAILER`, or no verification at all).
  package init(_ signatures: ChunkSignatures?) {
    self.signatures = signatures
    digest = signatures == nil ? nil : Digest(.sha256)
  }

  /// The body is whole, and every signature was right.
  package var isComplete: Bool { state == .done }

  /// Takes the next bytes of the body and hands out the data in them, in order. After an error nothing more may be fed.
  package mutating func feed(
    _ bytes: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) -> Void
  ) throws(Failure) {
    var at = 0
    while at < bytes.count {
      switch state {
      case .size, .trailer: at = try self.line(bytes, at)
      case .data(let left):
        let size = min(left, bytes.count - at)
        let piece = UnsafeRawBufferPointer(rebasing: bytes[at..<at + size])
        digest?.update(piece)
        take(piece)
        length += size
        at += size
        state = size == left ? .lineEnd(seen: 0) : .data(left: left - size)
        if size == left { try checkChunk() }
      case .lineEnd(let seen):
        guard bytes[at] == (seen == 0 ? 0x0D : 0x0A) else { throw .malformed }
        at += 1
        state = seen == 0 ? .lineEnd(seen: 1) : .size
      case .done: throw .trailingBytes
      }
    }
  }

  // MARK: Lines

  /// Gathers a line and acts on it; gives the place behind what was read.
  private mutating func line(_ bytes: UnsafeRawBufferPointer, _ from: Int) throws(Failure) -> Int {
    var at = from
    while at < bytes.count, bytes[at] != 0x0A { at += 1 }
    let limit = state == .size ? AWSChunkedDecoder.lineLimit : AWSChunkedDecoder.trailerLimit - trailerLength
    guard line.count + at - from <= limit else { throw .malformed }
    line.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[from..<at]))
    guard at < bytes.count else { return at }
    // A trailer's fields may end with a line feed alone, as in AWS's own text of what is signed.
    if line.last == 0x0D { line.removeLast() } else if state == .size { throw .malformed }
    guard let text = String(validating: line, as: UTF8.self) else { throw .malformed }
    line.removeAll(keepingCapacity: true)
    if state == .size { try beginChunk(text) } else { try trailerLine(text) }
    return at + 1
  }

  private mutating func beginChunk(_ line: String) throws(Failure) {
    let parts = line.split(separator: ";", omittingEmptySubsequences: false)
    let digits = parts[0]
    guard (1...16).contains(digits.utf8.count), digits.utf8.allSatisfy({ Hex.digit($0) != nil }),
      let size = Int(digits, radix: 16)
    else { throw .malformed }
    given = ""
    for part in parts.dropFirst() where part.hasPrefix("chunk-signature=") { given = String(part.dropFirst(16)) }
    if signatures != nil, given.utf8.count != 64 { throw .malformed }
    if size > 0 {
      state = .data(left: size)
    } else {
      try checkChunk()
      state = .trailer
    }
  }

  /// A field, or the empty line that ends the body.
  private mutating func trailerLine(_ line: String) throws(Failure) {
    trailerLength += line.utf8.count
    if line.isEmpty {
      // A signed body with a trailer must sign that too.
      if signatures != nil, !trailer.all.isEmpty, !isSealed { throw .malformed }
      state = .done
      return
    }
    if isSealed { throw .malformed }
    guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), colon != line.startIndex else { throw .malformed }
    let name = String(line[..<colon])
    let value = String(line[line.utf8.index(after: colon)...].drop { $0 == " " })
    guard HTTPFields.sameName(name, "x-amz-trailer-signature") else {
      trailer.add(name, value)
      return
    }
    guard var due = signatures else { return }
    guard ChunkSignatures.matches(due.trailer(trailer), value) else { throw .signature }
    isSealed = true
  }

  private mutating func checkChunk() throws(Failure) {
    guard signatures != nil, let digest else { return }
    let due = signatures?.chunk(hash: Hex.encode(digest.finish())) ?? ""
    guard ChunkSignatures.matches(due, given) else { throw .signature }
  }
}
