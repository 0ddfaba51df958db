internal import CLinux

/// A descriptor that a loop watches. A base class rather than a protocol: one table call per event and no existential.
/// Loop only.
///
/// In each turn `ready` and `proceed` come before the end-of-turn hook and may call the application; `flush` comes after
/// it and may not.
class Channel {
  let loop: EventLoop
  let descriptor: Int32
  /// What epoll watches for; 0 while the channel is not registered.
  fileprivate(set) var interest: UInt32 = 0
  fileprivate(set) var isOpen = true
  /// Tells events of this channel from late ones of an earlier channel on the same descriptor.
  fileprivate var generation: UInt32 = 0
  var needsFlush = false
  var needsProceed = false

  init(loop: EventLoop, descriptor: Int32) {
    self.loop = loop
    self.descriptor = descriptor
  }

  deinit {
    if isOpen { System.close(descriptor) }
  }

  /// The descriptor is ready for some of what it is watched for; EPOLLERR and EPOLLHUP come unasked.
  func ready(_ events: UInt32) {}
  /// Asked for by `EventLoop.proceed(_:)`.
  func proceed() {}
  /// Asked for by `EventLoop.flush(_:)`: writes what is queued.
  func flush() {}
  /// The loop ends; nothing of the channel will be called again.
  func loopEnded() { closeDescriptor() }

  /// Ends the watching and closes the descriptor; later calls do nothing.
  final func closeDescriptor() {
    guard isOpen else { return }
    loop.forget(self)
    isOpen = false
    System.close(descriptor)
  }

  /// Ends the watching and leaves the descriptor, open, to the caller.
  final func releaseDescriptor() -> Int32 {
    loop.unwatch(self)
    isOpen = false
    return descriptor
  }
}

/// The table of watched descriptors.
extension EventLoop {
  static let readable: UInt32 = EPOLLIN.rawValue
  static let writable: UInt32 = EPOLLOUT.rawValue
  /// The peer is gone in both directions, or the socket has failed.
  static let gone: UInt32 = EPOLLERR.rawValue | EPOLLHUP.rawValue

  /// Begins to watch the channel and keeps it alive until it is closed.
  func register(_ channel: Channel, for interest: UInt32) throws(IOError) {
    let index = Int(channel.descriptor)
    while channels.count <= index { channels.append(nil) }
    generations &+= 1
    channel.generation = generations
    try System.epollControl(epoll, EPOLL_CTL_ADD, channel.descriptor, interest, tag(channel))
    channel.interest = interest
    channels[index] = channel
  }

  /// Changes what the channel is watched for; no system call where it stays as it is.
  func watch(_ channel: Channel, for interest: UInt32) {
    guard channel.interest != interest, channel.isOpen, channels[Int(channel.descriptor)] === channel else { return }
    channel.interest = interest
    do {
      try System.epollControl(epoll, EPOLL_CTL_MOD, channel.descriptor, interest, tag(channel))
    } catch {
      preconditionFailure("a registered descriptor can be watched: \(error)")
    }
  }

  /// Closing the descriptor takes it out of epoll; here it leaves the table.
  fileprivate func forget(_ channel: Channel) {
    let index = Int(channel.descriptor)
    if index < channels.count, channels[index] === channel { channels[index] = nil }
  }

  fileprivate func unwatch(_ channel: Channel) {
    forget(channel)
    do {
      try System.epollControl(epoll, EPOLL_CTL_DEL, channel.descriptor, 0, 0)
    } catch {
      preconditionFailure("a registered descriptor can be unregistered: \(error)")
    }
  }

  /// The new channel takes the old one's place, with its descriptor and what it is watched for.
  func replace(_ old: Channel, with new: Channel) {
    precondition(old.descriptor == new.descriptor && channels[Int(old.descriptor)] === old)
    new.generation = old.generation
    new.interest = old.interest
    old.isOpen = false
    channels[Int(old.descriptor)] = new
  }

  private func tag(_ channel: Channel) -> UInt64 {
    UInt64(channel.generation) << 32 | UInt64(UInt32(channel.descriptor))
  }

  func dispatch(_ event: epoll_event) {
    let tag: UInt64 = event.data.u64
    let index = Int(UInt32(truncatingIfNeeded: tag))
    guard index < channels.count, let channel = channels[index],
      channel.generation == UInt32(truncatingIfNeeded: tag >> 32)
    else { return }
    channel.ready(event.events)
  }
}
