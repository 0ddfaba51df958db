/// A response body of events (`application/vnd.amazon.eventstream`), pushed as they come: what SubscribeToShard,
/// InvokeWithResponseStream, SelectObjectContent and StartLiveTail answer with, as `.body(output, .stream(body))`.
///
/// Events are shapes, written in the protocol that the caller speaks: the gateway says which before the first is sent. In
/// the RPC protocols an `initial-response` with the output's members goes before them. What cannot leave yet is kept, so a
/// producer may send at any time; one with much to send waits for `onReady` when `send` answers false.
///
/// `@unchecked Sendable`: Loop only.
package final class EventStreamBody: BodySource, @unchecked Sendable {
  package static let contentType = "application/vnd.amazon.eventstream"
  package let length: Int? = nil
  package var contentType: String? { EventStreamBody.contentType }

  /// The caller's protocol; set by the gateway before the body is sent.
  package var format: (any WireFormat)?
  /// The way out is free again (also once at the beginning).
  package var onReady: (() -> Void)?
  /// The client went away, or the last byte has left. Once.
  package var onClosed: (() -> Void)?

  private let initial: Structure
  private var out: (any BodyWriter)?
  private var pending: [UInt8] = []
  /// Events that came before the caller's protocol was known.
  private var early: [(type: String, event: Structure)] = []
  private var mayWrite = false
  private var isStarted = false
  private var isFinished = false
  private var isClosed = false

  /// `initial`: the output's members that are no events.
  package init(initial: Structure) { self.initial = initial }

  /// Sends one event; false: enough is waiting, go on at `onReady`.
  @discardableResult
  package func send(_ type: String, _ event: Structure) -> Bool {
    if format == nil, !isStarted {
      if !isFinished, !isClosed { early.append((type, event)) }
      return false
    }
    return send(EventStreamBody.message(type, event, format))
  }

  @discardableResult
  package func send(_ message: EventStreamMessage) -> Bool {
    if isFinished || isClosed { return false }
    message.append(to: &pending)
    flush()
    return mayWrite
  }

  /// Sends an error that the model names as an event, and ends the body.
  package func fail(_ error: AWSError) {
    guard let format else { return finish() }
    let answer = format.answer(error, requestID: "")
    send(
      .exception(error.code, contentType: answer.fields["Content-Type"] ?? "application/json", payload: answer.body))
    finish()
  }

  /// Ends the body behind what was sent.
  package func finish() {
    if isFinished || isClosed { return }
    isFinished = true
    flush()
  }

  package func resume(_ out: any BodyWriter) {
    self.out = out
    mayWrite = true
    if !isStarted {
      isStarted = true
      if let format, format.sendsInitialResponse {
        let payload = format.payload(of: initial)
        var first: [UInt8] = []
        EventStreamMessage.event("initial-response", contentType: payload.contentType, payload: payload.bytes)
          .append(to: &first)
        pending = first + pending
      }
      for held in early { EventStreamBody.message(held.type, held.event, format).append(to: &pending) }
      early = []
    }
    flush()
    if mayWrite, !isFinished { onReady?() }
  }

  package func closed() {
    if isClosed { return }
    isClosed = true
    out = nil
    pending = []
    early = []
    let told = onClosed
    onReady = nil
    onClosed = nil
    told?()
  }

  private func flush() {
    guard let out, mayWrite else { return }
    if !pending.isEmpty {
      let bytes = pending
      pending = []
      mayWrite = out.write(bytes)
    }
    if isFinished { out.finish() }
  }

  /// An event as a message. Members that travel as fields become headers; a payload member is the payload alone, anything
  /// else is the protocol's document.
  static func message(_ type: String, _ event: Structure, _ format: (any WireFormat)?) -> EventStreamMessage {
    var headers: [EventStreamMessage.Header] = []
    for member in event.shape.members {
      guard case .header(let name) = member.location else { continue }
      switch event.slots[member.index] {
      case .boolean(let flag): headers.append(.init(name, .bool(flag)))
      case .integer(let number): headers.append(.init(name, .long(number)))
      case .string(let text): headers.append(.init(name, .string(text)))
      case .blob(let blob): headers.append(.init(name, .bytes(blob.bytes)))
      case .timestamp(let time): headers.append(.init(name, .timestamp(time)))
      default: break
      }
    }
    var contentType: String?
    var payload: [UInt8] = []
    switch event.shape.payload.map({ event.slots[$0.index] }) {
    case .blob(let blob)?: (contentType, payload) = ("application/octet-stream", blob.bytes)
    case .string(let text)?: (contentType, payload) = ("text/plain", Array(text.utf8))
    case .structure(let inner)?:
      if let document = format?.payload(of: inner) { (contentType, payload) = (document.contentType, document.bytes) }
    case nil where event.shape.hasBodyMembers:
      if let document = format?.payload(of: event) { (contentType, payload) = (document.contentType, document.bytes) }
    default: break
    }
    var message = EventStreamMessage.event(type, contentType: contentType, payload: payload)
    message.headers.insert(contentsOf: headers, at: message.headers.count)
    return message
  }
}
