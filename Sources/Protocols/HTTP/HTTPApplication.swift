/// What a server serves. The transport calls it, and everything it hands over is used, on the Loop only.
package protocol HTTPApplication: AnyObject {
  /// A request's head is there. The application answers at once through `responder` and returns nil (the transport then
  /// sends no `100 Continue`, drops what comes of the body, and closes the connection where that is much), or returns
  /// the sink for the body: the transport sends `100 Continue` if the client waits for it, feeds the sink, and the
  /// application answers whenever it can, before or after the end of the body. For a request without a body `end()`
  /// follows at once.
  func begin(_ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder) -> (any BodySink)?
}

/// Who is at the other end of a connection.
package struct HTTPPeer: Sendable {
  /// The address in text, `127.0.0.1`.
  package var address: String
  package var port: Int
  /// Whether the connection is encrypted.
  package var isTLS: Bool

  package init(address: String, port: Int, isTLS: Bool) {
    self.address = address
    self.port = port
    self.isTLS = isTLS
  }
}

/// The way back for one request. Answers of one connection leave in the order of the requests, whatever the order of the
/// calls (pipelining). Loop only.
package protocol HTTPResponder: AnyObject {
  /// Sends the answer; called once. An answer to HEAD is sent without its body but with its length.
  func respond(_ head: HTTPResponseHead, _ body: HTTPBody)
  /// In the place of an answer: ends the connection, or the stream of HTTP/2, without one. Not within a call of `begin` or of
  /// the body's sink.
  func drop()
  /// Called once when the client went away before the answer was complete.
  var onDisconnect: (() -> Void)? { get set }
}
