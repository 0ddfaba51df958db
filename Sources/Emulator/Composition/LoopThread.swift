import Glibc
import Transport

/// The thread that the loop runs on, for as long as the loop runs.
final class LoopThread {
  private let loop: EventLoop
  init(_ loop: EventLoop) { self.loop = loop }

  func start() {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(loop).toOpaque()
    pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<EventLoop>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, argument)
    pthread_detach(thread)
  }
}
