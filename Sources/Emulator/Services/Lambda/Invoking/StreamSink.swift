import Protocols

/// Hands a streamed answer on as it comes. Loop only.
final class StreamSink: BodySink {
  private let stream: ResponseStream
  private let done: (_ isWhole: Bool) -> Void
  var onReady: (() -> Void)?

  init(_ stream: ResponseStream, _ done: @escaping (_ isWhole: Bool) -> Void) {
    self.stream = stream
    self.done = done
    stream.onReady = { [weak self] in self?.onReady?() }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool { stream.write(Array(bytes)) }
  func end() { done(true) }
  func cancel() { done(false) }
}
