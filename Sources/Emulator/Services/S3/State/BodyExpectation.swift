import Protocols

/// What the head of a request says of its body: framing, length, and the hashes that it must have.
struct BodyExpectation: Sendable {
  var isChunked = false
  /// Of the decoded body; nil only where the framing alone tells it.
  var length: Int?
  var md5: [UInt8]?
  /// The checksum that the client gives, in the head or in a trailer.
  var algorithm: ChecksumAlgorithm?
  /// Of the head; nil where it comes in a trailer.
  var checksum: [UInt8]?
  var hasTrailer = false

  init() {}

  /// Reads and checks the fields; `head` is that of a request with a body.
  init(_ head: HTTPRequestHead, limit: Int) throws(AWSError) {
    let fields = head.fields
    // The encoding alone says nothing: some clients name it and send the body as it is.
    isChunked =
      fields["x-amz-content-sha256"]?.hasPrefix("STREAMING-") == true
      || fields["x-amz-decoded-content-length"] != nil && fields["Content-Encoding"]?.contains("aws-chunked") == true
    if isChunked {
      if let text = fields["x-amz-decoded-content-length"] {
        guard let count = Int(text), count >= 0 else {
          throw AWSError.invalidArgument("x-amz-decoded-content-length", text, "Invalid decoded content length")
        }
        length = count
      } else if head.contentLength == nil {
        throw AWSError.missingContentLength()
      }
    } else {
      guard let count = head.contentLength else {
        throw fields["Transfer-Encoding"] == nil
          ? AWSError.missingContentLength() : AWSError.headerNotImplemented("Transfer-Encoding")
      }
      length = count
    }
    if let length, length > limit { throw AWSError.entityTooLarge(length, limit) }
    if let text = fields["Content-MD5"] {
      guard let bytes = Base64.decode(text), bytes.count == 16 else { throw AWSError.invalidDigest() }
      md5 = bytes
    }
    try readChecksum(fields)
  }

  /// For bodies that are documents, in memory: only their hashes matter.
  init(document head: HTTPRequestHead, hasChecksum: Bool) throws(AWSError) {
    let fields = head.fields
    isChunked = (fields["x-amz-content-sha256"] ?? "").hasPrefix("STREAMING-")
    if let text = fields["Content-MD5"] {
      guard let bytes = Base64.decode(text), bytes.count == 16 else { throw AWSError.invalidDigest() }
      md5 = bytes
    }
    if hasChecksum { try readChecksum(fields) }
  }

  private mutating func readChecksum(_ fields: HTTPFields) throws(AWSError) {
    for field in fields.all where field.name.utf8.count > 15 {
      guard let found = ChecksumAlgorithm(header: field.name) else { continue }
      if algorithm != nil {
        throw AWSError.invalidRequest(
          "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
      }
      guard let bytes = Base64.decode(field.value), bytes.count == found.size else {
        throw AWSError.invalidRequest("Value for \(found.header) header is invalid.")
      }
      algorithm = found
      checksum = bytes
    }
    if let trailer = fields["x-amz-trailer"] {
      guard let found = ChecksumAlgorithm(header: trailer) else {
        throw AWSError.invalidRequest("The value specified in the x-amz-trailer header is not supported")
      }
      if algorithm != nil {
        throw AWSError.invalidRequest(
          "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
      }
      guard isChunked else {
        throw AWSError.invalidRequest("The x-amz-trailer header needs a body that is aws-chunked.")
      }
      algorithm = found
      hasTrailer = true
    }
    if let named = fields["x-amz-sdk-checksum-algorithm"] {
      guard let algorithm else {
        throw AWSError.invalidRequest(
          "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were "
            + "found.")
      }
      if named.uppercased() != algorithm.name {
        throw AWSError.invalidRequest("Value for x-amz-sdk-checksum-algorithm header is invalid.")
      }
    }
  }

  /// Compares the body that came with what was said of it.
  func check(
    _ found: BodyDigest.Result, trailers: [(name: String, value: String)]
  ) throws(AWSError) {
    if let length, found.size != length { throw AWSError.incompleteBody() }
    if let md5, md5 != found.md5 {
      throw AWSError(
        "BadDigest", "The Content-MD5 you specified did not match what we received.",
        elements: [
          ("ExpectedDigest", Base64.encode(md5)), ("CalculatedDigest", Base64.encode(found.md5)),
        ])
    }
    guard let algorithm else { return }
    var expected = checksum
    if hasTrailer {
      for trailer in trailers where trailer.name == algorithm.header {
        guard let bytes = Base64.decode(trailer.value), bytes.count == algorithm.size else {
          throw AWSError.invalidRequest("Value for \(algorithm.header) trailing header is invalid.")
        }
        expected = bytes
      }
    }
    guard let expected else { throw AWSError.malformedTrailer() }
    if expected != found.checksum(algorithm) { throw AWSError.badChecksum(algorithm) }
  }
}
