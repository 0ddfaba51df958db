import Protocols

/// What an event must be to be taken (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
enum Payload {
  enum Invocation {
    case requestResponse
    case event(limit: Int)
  }

  static let synchronousLimit = 6_291_456
  static let asynchronousLimit = 1 << 20

  /// Throws RequestEntityTooLargeException, InvalidRequestContentException. An empty payload is taken.
  static func check(_ payload: [UInt8], _ invocation: Invocation) throws(AWSError) {
    switch invocation {
    case .requestResponse where payload.count > synchronousLimit:
      throw AWSError.payloadTooLarge(
        "Request must be smaller than \(synchronousLimit) bytes for the InvokeFunction operation")
    case .event(let limit) where payload.count > limit:
      throw AWSError.payloadTooLarge(
        "\(payload.count) byte payload is too large for the Event invocation type (limit \(limit) bytes)")
    default: break
    }
    if payload.isEmpty { return }
    do {
      try payload.withBytes { (bytes: UnsafeRawBufferPointer) throws(JSONError) in
        var reader = JSONReader(bytes)
        try reader.skipValue()
        try reader.end()
      }
    } catch {
      throw AWSError.invalidRequestContent(
        "Could not parse request body into json: Could not parse payload into json: "
          + PayloadError.text(error, in: payload))
    }
  }
}
