import Protocols

/// The answer of a handler that streams it, between the program that writes it and the client that reads it. What comes
/// before there is a reader waits. Loop only.
///
/// `@unchecked Sendable`: carried to where the answer is made; used on the Loop.
final class ResponseStream: @unchecked Sendable {
  enum Event {
    case bytes([UInt8])
    case end
    /// The handler failed after it had begun: the error's type, and its body.
    case failed(type: String, body: [UInt8])
  }

  /// What the program said of its answer.
  let contentType: String
  private var waiting: [Event] = []
  private var reader: ((Event) -> Void)?
  private(set) var isEnded = false
  /// Makes the program wait and go on, as the reader does.
  var onReady: (() -> Void)?
  private var isFull = false
  private var size = 0

  /// AWS's limit of a streamed answer (https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html).
  static let limit = 200 << 20
  /// Bytes that wait for the reader before the program waits too.
  private static let highWater = 256 << 10

  init(contentType: String) { self.contentType = contentType }

  /// False when the program should wait for `onReady`.
  func write(_ bytes: [UInt8]) -> Bool {
    guard !isEnded, !bytes.isEmpty else { return true }
    size += bytes.count
    if size > ResponseStream.limit {
      end(
        .failed(
          type: "Function.ResponseSizeTooLarge",
          body: FunctionFailure.body(
            "Function.ResponseSizeTooLarge",
            "Response payload size exceeded maximum allowed payload size (\(ResponseStream.limit) bytes).")))
      return true
    }
    give(.bytes(bytes))
    return !isFull
  }

  func end(_ event: Event = .end) {
    guard !isEnded else { return }
    isEnded = true
    give(event)
  }

  private func give(_ event: Event) {
    guard let reader else {
      waiting.append(event)
      let bytes = waiting.reduce(0) {
        if case .bytes(let piece) = $1 { $0 + piece.count } else { $0 }
      }
      isFull = bytes > ResponseStream.highWater
      return
    }
    reader(event)
  }

  /// Takes what waits and what comes; called once.
  func read(_ reader: @escaping (Event) -> Void) {
    self.reader = reader
    let all = waiting
    waiting = []
    for event in all { reader(event) }
    hasRoom()
  }

  /// The reader cannot take more for now.
  func fill() { isFull = true }

  /// The reader can take more.
  func hasRoom() {
    guard isFull else { return }
    isFull = false
    onReady?()
  }

  /// Nobody reads any more: what comes is dropped, and the program is not held up.
  func abandon() {
    reader = { _ in }
    waiting = []
    hasRoom()
  }
}
