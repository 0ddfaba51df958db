/// The time-outs, looked after by the server's sweep.
extension Connection {
  func endIfOverdue(_ now: UInt64) {
    let limits: ConnectionLimits = server.limits
    if isLingering {
      // Counted from the start: a client that goes on sending does not prolong it.
      if now &- lastRead > limits.linger { close() }
      return
    }
    if isWaitingForClient {
      if now &- lastWrite > limits.write { close() }
      return
    }
    if receiving != nil {
      if !isPaused, now &- lastRead > limits.body { refuse(408) }
    } else if headBegan != 0 {
      if now &- headBegan > limits.head { refuse(408) }
    } else if exchanges.isEmpty, now &- max(lastRead, lastWrite) > limits.idle {
      close()
    }
  }

  /// Whether bytes are queued that the client does not take.
  private var isWaitingForClient: Bool { writeBlocked }
}
