internal import Protocols

/// What the server knows of a connection, whichever protocol is spoken on it. Loop only.
class ServerConnection: Channel {
  let server: HTTPServer
  let peer: HTTPPeer
  /// Its place in the server's list.
  final var index: Int

  init(_ server: HTTPServer, _ descriptor: Int32, _ peer: HTTPPeer, index: Int) {
    self.server = server
    self.peer = peer
    self.index = index
    super.init(loop: server.loop, descriptor: descriptor)
  }

  /// Looks after the time-outs; called by the server's sweep. `now` is the loop's clock.
  func checkDeadlines(_ now: UInt64) {}
  /// The server stops: idle connections end now, others with their last answer.
  func drain() {}
  /// Ends the connection at once; whoever waits for something of it is told.
  func close() {}

  override func loopEnded() { close() }
}
