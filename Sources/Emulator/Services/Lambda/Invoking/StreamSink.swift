import Protocols

/// Hands a streamed answer on as it comes. Loop only.
final class StreamSink: BodySink {
  /// How the answer ended.
  enum Ending {
    case whole
    case cut
    /// The program said in the fields behind the answer that it failed
    /// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming).
    case failed([UInt8])
  }

  private let stream: ResponseStream
  private let done: (Ending) -> Void
  private var failure: [UInt8]?
  var onReady: (() -> Void)?

  init(_ stream: ResponseStream, _ done: @escaping (Ending) -> Void) {
    self.stream = stream
    self.done = done
    stream.onReady = { [weak self] in self?.onReady?() }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool { stream.write(Array(bytes)) }

  func trailers(_ fields: HTTPFields) {
    guard let type = fields["Lambda-Runtime-Function-Error-Type"] else { return }
    let body = fields["Lambda-Runtime-Function-Error-Body"].flatMap { Base64.decode($0, .lenient) }
    failure = body ?? FunctionFailure.body(type, "")
  }

  func end() { done(failure.map { .failed($0) } ?? .whole) }
  func cancel() { done(.cut) }
}

extension StreamSink.Ending {
  /// What is told of it: the payload, and the error.
  var answer: (payload: [UInt8], functionError: String?) {
    switch self {
    case .whole: ([], nil)
    case .cut: (FunctionFailure.body("Runtime.TruncatedResponse", "The response was truncated."), "Unhandled")
    case .failed(let body): (body, "Unhandled")
    }
  }
}
