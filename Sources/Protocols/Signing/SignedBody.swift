/// What the signature of a request says of its body, which comes after it.
package indirect enum SignedBody: Sendable {
  /// Nothing: the body is not signed, or nobody checks.
  case anything
  /// The body's SHA-256 in hexadecimal, as S3's clients send it and sign it.
  case hash(String)
  /// The hash is part of the signature and nowhere else (every service but S3).
  case signature(SignatureV4, HTTPRequestHead, key: [UInt8])
  /// Each chunk of an `aws-chunked` body is signed, its trailer too.
  case chunks(ChunkSignatures)

  package enum Failure: Error, Sendable {
    /// The body has another hash than the one that was signed.
    case hash(signed: String, found: String)
    case signature(SignatureError)
    case chunks(AWSChunkedDecoder.Failure)
  }

  /// Of a body that is all there.
  package func check(_ body: [UInt8]) throws(Failure) {
    switch self {
    case .anything: return
    case .hash(let signed):
      let found = Hex.encode(SHA256.hash(body))
      if found != signed { throw .hash(signed: signed, found: found) }
    case .signature(let signature, let head, let key):
      do throws(SignatureError) {
        try signature.verify(head, payload: Hex.encode(SHA256.hash(body)), key: key)
      } catch {
        throw .signature(error)
      }
    case .chunks(let signatures):
      var decoder = AWSChunkedDecoder(signatures)
      do throws(AWSChunkedDecoder.Failure) {
        try body.withBytes { (bytes: UnsafeRawBufferPointer) throws(AWSChunkedDecoder.Failure) in
          try decoder.feed(bytes) { _ in }
        }
      } catch {
        throw .chunks(error)
      }
      if !decoder.isComplete { throw .chunks(.malformed) }
    }
  }
}
