import Protocols

/// The bodies that are documents: they come whole, and their hashes are checked before they are read.
enum DocumentBody {
  /// The document itself, without the `aws-chunked` framing.
  @Sendable static func plain(_ head: HTTPRequestHead, _ body: [UInt8]) throws(AWSError) -> [UInt8] {
    // Where an upload is completed, the checksum in the head is that of the object.
    let expectation = try BodyExpectation(document: head, hasChecksum: !head.query.contains("uploadId="))
    var document = body
    var chunked = ChunkedBody()
    if expectation.isChunked {
      document = []
      let good = body.withUnsafeBytes { raw in chunked.decode(raw) { document.append(contentsOf: $0) } }
      guard good, chunked.isComplete else { throw AWSError.incompleteBody() }
    }
    if expectation.md5 == nil, expectation.algorithm == nil { return document }
    let algorithms = expectation.algorithm.map { [$0] } ?? []
    try expectation.check(BodyDigest.of(document, algorithms), trailers: chunked.trailers)
    return document
  }
}
