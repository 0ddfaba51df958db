import Protocols
import Runtime

/// A function's own port for runtime clients that were started by hand, in a debugger or otherwise: whoever asks there for
/// events gets the function's, as many at once as ask. Loop only.
///
/// The function's time-out counts from the moment that a client has the event, but no process is killed: it is not the
/// emulator's. An answer that comes too late is refused as on AWS.
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class AttachedRuntime: HTTPApplication, @unchecked Sendable {
  private let key: LambdaFunction.Key
  private let house: ProcessHouse
  private var listening: (any Listening)?
  /// Clients that wait for an event.
  private var asking: [any HTTPResponder] = []
  private var waiting: [RemoteRun] = []
  private var running: [String: RemoteRun] = [:]
  /// By the machine's clock: a client that has just answered is about to ask again.
  private var lastAnswer: Int64 = 0
  private static let pause: Int64 = 1000

  init(_ key: LambdaFunction.Key, _ house: ProcessHouse) throws(AWSError) {
    self.key = key
    self.house = house
    listening = try house.setting.ports.listeners.listen(self)
  }

  var port: Int { listening?.port ?? 0 }

  /// Whether a client is there: it waits for an event, works on one, or has only just answered.
  var isAttached: Bool {
    !asking.isEmpty || !running.isEmpty || Clock.machineMilliseconds() - lastAnswer < AttachedRuntime.pause
  }

  /// Gives the event to a client, now or when one asks; after the function's time-out it has failed.
  func take(_ run: RemoteRun) {
    waiting.append(run)
    house.setting.cloud.loop.after(milliseconds: run.function.timeout * 1000) { [weak self] in
      guard let self, let place = self.waiting.firstIndex(where: { $0 === run }) else { return }
      self.waiting.remove(at: place)
      run.begin()
      run.timedOut()
    }
    give()
  }

  private func give() {
    while !waiting.isEmpty, !asking.isEmpty {
      let responder = asking.removeFirst()
      let run = waiting.removeFirst()
      run.begin()
      running[run.invocation.requestID] = run
      let seconds = run.function.timeout
      responder.onDisconnect = nil
      responder.respond(
        HTTPResponseHead(
          status: 200,
          fields: RuntimeFields.of(
            run.invocation, deadline: Clock.machineMilliseconds() + Int64(seconds) * 1000)),
        .bytes(run.invocation.payload))
      house.setting.cloud.loop.after(milliseconds: seconds * 1000) { [weak self] in
        guard let self, self.running[run.invocation.requestID] === run else { return }
        self.running[run.invocation.requestID] = nil
        run.timedOut()
      }
    }
  }

  /// The function is gone, or the server ends.
  func close(_ error: AWSError) {
    for responder in asking {
      responder.onDisconnect = nil
      responder.respond(HTTPResponseHead(status: 410), .bytes([]))
    }
    asking = []
    for run in waiting + running.values { run.refuse(error) }
    waiting = []
    running = [:]
    let listening = LoopOnly(listening)
    self.listening = nil
    house.setting.cloud.loop.post { listening.value?.close() }
  }

  // MARK: The Runtime API

  func begin(_ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder) -> (any BodySink)? {
    if case .response(let id) = RuntimeCall(head), head.fields["Lambda-Runtime-Function-Response-Mode"] == "streaming",
      let run = running[id],
      let stream = run.beginsStream(contentType: head.fields["Content-Type"] ?? "application/octet-stream")
    {
      return StreamSink(stream) { [self] ending in
        running[id] = nil
        lastAnswer = Clock.machineMilliseconds()
        RuntimeCall.respond(responder, status: 202, #"{"status":"OK"}"#)
        run.finish(ending.answer.payload, functionError: ending.answer.functionError)
      }
    }
    let limit = FunctionFailure.answerLimit
    return MemorySink(limit: limit, expected: head.contentLength) { [self] sink in
      switch RuntimeCall(head) {
      case .next: asks(responder)
      case .response(let id): answered(id, sink, responder, isError: false)
      case .error(let id): answered(id, sink, responder, isError: true)
      case .initError:
        // Whoever started it sees it fail; events go on waiting for one that works.
        RuntimeCall.respond(responder, status: 202, #"{"status":"OK"}"#)
      case nil: RuntimeCall.respond(responder, status: 404, RuntimeCall.notFound)
      }
    }
  }

  private func asks(_ responder: any HTTPResponder) {
    guard listening != nil else { return responder.respond(HTTPResponseHead(status: 410), .bytes([])) }
    asking.append(responder)
    responder.onDisconnect = { [weak self, weak responder] in self?.asking.removeAll { $0 === responder } }
    give()
  }

  private func answered(_ id: String, _ sink: MemorySink, _ responder: any HTTPResponder, isError: Bool) {
    guard let run = running.removeValue(forKey: id) else {
      return RuntimeCall.respond(responder, status: 400, RuntimeCall.invalidRequestID)
    }
    lastAnswer = Clock.machineMilliseconds()
    if sink.overflow {
      let (type, message) = FunctionFailure.tooLarge
      RuntimeCall.respond(
        responder, status: 413, #"{"errorMessage":"\#(message)","errorType":"RequestEntityTooLarge"}"#)
      return run.finish(FunctionFailure.body(type, message), functionError: "Unhandled")
    }
    RuntimeCall.respond(responder, status: 202, #"{"status":"OK"}"#)
    run.finish(sink.bytes, functionError: isError ? "Unhandled" : nil)
  }
}
