internal import CLinux
internal import Glibc

/// The system calls of this room, each in one place: EINTR is tried again, EAGAIN is a value, everything else is an
/// `IOError`. Every descriptor that is made here is close-on-exec and non-blocking.
enum System {
  /// What a call on a non-blocking descriptor came to.
  enum Outcome: Equatable {
    /// The count it returned; for a read, 0 is the end of the input.
    case done(Int)
    case wouldBlock
  }

  @inline(__always)
  static func call(_ name: String, _ body: () -> Int) throws(IOError) -> Int {
    while true {
      let result: Int = body()
      if result >= 0 { return result }
      let code: Int32 = errno
      if code == EINTR { continue }
      throw IOError(code: code, call: name)
    }
  }

  @inline(__always)
  static func attempt(_ name: String, _ body: () -> Int) throws(IOError) -> Outcome {
    while true {
      let result: Int = body()
      if result >= 0 { return .done(result) }
      let code: Int32 = errno
      if code == EINTR { continue }
      if code == EAGAIN || code == EWOULDBLOCK { return .wouldBlock }
      throw IOError(code: code, call: name)
    }
  }

  // MARK: Bytes

  static func receive(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(IOError) -> Outcome {
    try attempt("recv") { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
  }

  /// `more`: what follows leaves in the same segment (MSG_MORE). A closed peer is EPIPE, never SIGPIPE.
  static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, more: Bool) throws(IOError) -> Outcome {
    let flags: Int32 = Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0)
    return try attempt("send") { Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags) }
  }

  /// Both pieces in one call.
  static func send(
    _ descriptor: Int32, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
  ) throws(IOError) -> Outcome {
    var pieces: (iovec, iovec) = (
      iovec(iov_base: UnsafeMutableRawPointer(mutating: first.baseAddress), iov_len: first.count),
      iovec(iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count)
    )
    // A call of its own rather than `attempt`: pointers to the pieces must not outlive the closures.
    while true {
      let result: Int = withUnsafeMutablePointer(to: &pieces) { pair in
        pair.withMemoryRebound(to: iovec.self, capacity: 2) { list in
          var message = msghdr()
          message.msg_iov = list
          message.msg_iovlen = 2
          return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
        }
      }
      if result >= 0 { return .done(result) }
      let code: Int32 = errno
      if code == EINTR { continue }
      if code == EAGAIN { return .wouldBlock }
      throw IOError(code: code, call: "sendmsg")
    }
  }

  /// Sends from a file without passing through this process. 0 means that the file ended early. The caller's thread has
  /// SIGPIPE blocked, for sendfile(2) knows no MSG_NOSIGNAL.
  static func sendFile(_ descriptor: Int32, from file: Int32, offset: Int, count: Int) throws(IOError) -> Outcome {
    try attempt("sendfile") {
      var position: off_t = off_t(offset)
      return sendfile(descriptor, file, &position, count)
    }
  }

  /// Reads from a place in a file; 0 at its end.
  static func read(_ file: Int32, into buffer: UnsafeMutableRawBufferPointer, offset: Int) throws(IOError) -> Int {
    try call("pread") { pread(file, buffer.baseAddress, buffer.count, off_t(offset)) }
  }

  static func close(_ descriptor: Int32) {
    // Not tried again after EINTR: Linux has released the descriptor by then (close(2)).
    _ = Glibc.close(descriptor)
  }

  // MARK: Waiting

  static func epollCreate() throws(IOError) -> Int32 {
    Int32(try call("epoll_create1") { Int(epoll_create1(Int32(EPOLL_CLOEXEC))) })
  }

  static func epollControl(
    _ epoll: Int32, _ operation: Int32, _ descriptor: Int32, _ events: UInt32, _ data: UInt64
  ) throws(IOError) {
    var event = epoll_event()
    event.events = events
    event.data.u64 = data
    _ = try call("epoll_ctl") { Int(epoll_ctl(epoll, operation, descriptor, &event)) }
  }

  /// At most `capacity` ready events; none when the time was up or a signal came. `milliseconds` -1 waits for ever.
  static func epollWait(
    _ epoll: Int32, _ events: UnsafeMutablePointer<epoll_event>, capacity: Int32, milliseconds: Int32
  ) -> Int {
    // The only failure that is not a bug of ours is EINTR, after which the loop looks around and comes back.
    max(0, Int(epoll_wait(epoll, events, capacity, milliseconds)))
  }

  static func eventDescriptor() throws(IOError) -> Int32 {
    Int32(try call("eventfd") { Int(eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))) })
  }

  static func signal(_ eventDescriptor: Int32) {
    // EAGAIN means that 2⁶⁴ − 2 wake-ups are pending: the loop wakes anyway.
    _ = eventfd_write(eventDescriptor, 1)
  }

  /// Nanoseconds of CLOCK_MONOTONIC.
  static func monotonic() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }

  /// Seconds since 1970 and the nanoseconds within the second.
  static func wallClock() -> (seconds: Int, nanoseconds: Int) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return (time.tv_sec, time.tv_nsec)
  }
}
