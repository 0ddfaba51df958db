import Protocols

/// What is done with the bytes of a body before they are decoded. Any thread.
extension Gateway {
  /// The part of the signature that needs the body, where signatures are verified.
  static func checkSigned(
    _ body: [UInt8], _ context: RequestContext, _ target: Registry.Target
  ) throws(AWSError) {
    if case .anything = context.signedBody { return }
    guard let head = context.head else { return }
    do throws(SignedBody.Failure) { try context.signedBody.check(body) } catch {
      throw AuthenticationErrors(target.service, head, context.now).error(error)
    }
  }

  /// The document in the body, checked as the service does it.
  static func document(
    _ body: [UInt8], _ head: HTTPRequestHead, _ target: Registry.Target
  ) throws(AWSError) -> [UInt8] {
    guard !body.isEmpty, let check = target.service.documentBody else { return body }
    return try check(head, body)
  }

  static func isGzip(_ head: HTTPRequestHead) -> Bool { head.fields[.contentEncoding] == "gzip" }

  static func inflated(_ body: [UInt8], _ head: HTTPRequestHead, limit: Int) throws(AWSError) -> [UInt8] {
    guard isGzip(head) else { return body }
    do { return try Inflater.decompress(body, .gzip, limit: limit) } catch {
      throw AWSError.serialization("The gzip body could not be read.")
    }
  }
}
