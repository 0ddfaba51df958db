import Glibc
import Protocols
import Runtime

/// The extensions of one process of a function: external ones, the programs in the `extensions` folders of its layers,
/// which are started before it, and internal ones, which are a part of it. Both register through the Extensions API, are
/// told of each invocation, and the external ones of the end
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html; where the guide is silent, as AWS's Runtime
/// Interface Emulator does it). Loop only.
///
///     started → registered → ready ⇄ running → exited
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class Extensions: @unchecked Sendable {
  enum ShutdownReason: String { case spindown, timeout, failure }

  /// AWS's limit.
  static let limit = 10

  private let function: LambdaFunction
  private let house: ProcessHouse
  private let log: FunctionLog
  private var all: [Extension] = []
  private var isRegistrationOpen = true
  /// The first error that an extension told of itself; the end of its program is reported as that.
  private var told: String?
  private var hasLogged = false
  /// Something registered, is ready, or is done.
  var onChange: () -> Void = {}
  /// One that must not end has ended: the error's type, and the reason.
  var onFailure: (_ type: String, _ reason: String) -> Void = { _, _ in }

  // Of the end.
  private var ending: (reason: ShutdownReason, deadline: Int64, done: () -> Void)?
  private var isProgramGone = false

  /// Milliseconds in which all has to end, the function's program in a third of it.
  private static let externalEnd: Int64 = 2000
  private static let internalEnd: Int64 = 500

  init(_ function: LambdaFunction, _ log: FunctionLog, _ house: ProcessHouse) {
    self.function = function
    self.log = log
    self.house = house
  }

  var isEmpty: Bool { all.isEmpty }
  var areRegistered: Bool { all.allSatisfy { $0.state != .started } }
  var areReady: Bool { all.allSatisfy { $0.state == .ready } }
  /// Those that were told of the invocation have asked for the next event.
  var areDone: Bool { all.allSatisfy { $0.state == .ready || !$0.isSubscribed("INVOKE") } }

  // MARK: Starting

  /// Starts the external ones. Where they share folders, these are those of the first one.
  func launch(_ launches: [(name: String, launch: ChildProcesses.Launch)], sharing: Bool) {
    for (name, launch) in launches {
      let one = Extension(name, id: house.requestID(), isExternal: true)
      all.append(one)
      if all.count > Extensions.limit {
        one.hasEnded = true
        return launchFailed(one, "TooManyExtensions", "ErrTooManyExtensions")
      }
      var launch = launch
      if sharing, all[0] !== one { launch.joins = all[0].child }
      let loop = house.setting.cloud.loop
      one.child = house.children.launch(launch) { [self] event in loop.post { self.happened(event, to: one) } }
    }
  }

  /// The first external one, whose folders the function's program shares.
  var firstChild: Int? { all.first?.child }

  private func launchFailed(_ one: Extension, _ errorType: String, _ reason: String) {
    one.state = .launchError
    one.errorType = errorType
    onFailure("Extension.LaunchError", reason)
  }

  private func happened(_ event: ChildProcesses.Event, to one: Extension) {
    switch event {
    case .started(let pid, let start):
      one.pid = pid
      house.remember(pid, start)
    case .output(let bytes): log.printed(bytes, by: one.child ?? 0)
    case .outOfMemory: break
    case .failed(let code):
      one.hasEnded = true
      if ending != nil { return endIfDone() }
      launchFailed(
        one, code == EACCES ? "PermissionDenied" : "UnknownError",
        "fork/exec /opt/extensions/\(one.name): \(String(cString: strerror(code)).lowercased())")
    case .exited(let exit):
      if let pid = one.pid { house.forget(pid) }
      log.flushPartial(by: one.child ?? 0)
      one.hasEnded = true
      one.next = nil
      if ending != nil {
        one.state = .exited
        return endIfDone()
      }
      let reason =
        switch exit {
        case .status(0): "exit code 0"
        default: FunctionFailure.ending(exit)
        }
      if one.state != .initError, one.state != .exitError { one.state = .exited }
      onFailure(told ?? "Extension.Crash", reason)
    }
  }

  /// The function's program is initialised: no further extension may register.
  func closeRegistration() { isRegistrationOpen = false }

  /// Once, when the initialisation ends.
  func writeStates() {
    if hasLogged { return }
    hasLogged = true
    for one in all { log.write(one.line) }
  }

  // MARK: Invocations

  /// `deadline` in milliseconds since 1970, by the machine's clock.
  func tell(_ invocation: Invocation, deadline: Int64) {
    for one in all where one.isSubscribed("INVOKE") {
      var writer = event("INVOKE", deadline)
      writer.key("requestId")
      writer.string(invocation.requestID)
      writer.key("invokedFunctionArn")
      writer.string(invocation.invokedARN)
      writer.key("tracing")
      writer.beginObject()
      writer.key("type")
      writer.string("X-Amzn-Trace-Id")
      writer.key("value")
      writer.string(invocation.traceID)
      writer.endObject()
      writer.endObject()
      one.give(writer.bytes, id: house.requestID())
    }
  }

  private func event(_ type: String, _ deadline: Int64) -> JSONWriter {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("eventType")
    writer.string(type)
    writer.key("deadlineMs")
    writer.raw("\(deadline)")
    return writer
  }

  // MARK: The API

  func answer(_ call: ExtensionCall, _ head: HTTPRequestHead, _ body: [UInt8], _ responder: any HTTPResponder) {
    do throws(ExtensionCall.Refusal) {
      switch call {
      case .register: try register(head, body, responder)
      case .next: try asks(caller(head), responder)
      case .initError: try failed(caller(head), head, .initError, responder)
      case .exitError: try failed(caller(head), head, .exitError, responder)
      case .subscription(let name):
        // 202, as AWS's Runtime Interface Emulator answers: an extension goes on without.
        log.write("[Cauce] the \(name) API is not emulated: nothing is sent to this extension\n")
        RuntimeCall.respond(
          responder, status: 202,
          ExtensionCall.Refusal(type: "\(name).NotSupported", message: "\(name) API is not supported").body)
      }
    } catch {
      RuntimeCall.respond(responder, status: 403, error.body)
    }
  }

  private func caller(_ head: HTTPRequestHead) throws(ExtensionCall.Refusal) -> Extension {
    guard let id = head.fields["Lambda-Extension-Identifier"], !id.isEmpty else { throw .noIdentifier }
    let groups = id.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count)
    guard groups == [8, 4, 4, 4, 12], id.allSatisfy({ $0.isHexDigit || $0 == "-" }) else {
      throw .invalidIdentifier
    }
    guard let one = all.first(where: { $0.id == id.lowercased() }) else { throw .unknown(id) }
    return one
  }

  private func register(
    _ head: HTTPRequestHead, _ body: [UInt8], _ responder: any HTTPResponder
  ) throws(ExtensionCall.Refusal) {
    guard let name = head.fields["Lambda-Extension-Name"], !name.isEmpty else { throw .noName }
    guard let json = try? JSONValue.parse(body), json.object != nil else { throw .format("the body is not JSON") }
    let listed = json["events"] ?? .null
    guard listed.isNull || listed.array?.allSatisfy({ $0.string != nil }) == true else {
      throw .format("events is not a list of names")
    }
    let events = listed.array?.compactMap(\.string) ?? []
    let known = all.first { $0.isExternal && $0.name == name }
    for event in events where event != "INVOKE" {
      if event != "SHUTDOWN" { throw .event(event, "ErrorInvalidEventType") }
      if known == nil { throw .event(event, "ShutdownEventNotSupportedForInternalExtension") }
    }
    let one: Extension
    if let known {
      guard known.state == .started else { throw .state(known.state.rawValue, "Registered", of: name) }
      one = known
    } else {
      guard isRegistrationOpen, ending == nil else { throw .closed }
      if all.count >= Extensions.limit { throw .tooMany }
      if all.contains(where: { $0.name == name }) { throw .nameTaken }
      one = Extension(name, id: house.requestID(), isExternal: false)
      all.append(one)
    }
    one.state = .registered
    for event in events where !one.events.contains(event) { one.events.append(event) }
    respondRegistered(one, head, responder)
    onChange()
  }

  private func respondRegistered(_ one: Extension, _ head: HTTPRequestHead, _ responder: any HTTPResponder) {
    let features = (head.fields["Lambda-Extension-Accept-Feature"] ?? "").split(separator: ",")
    var writer = JSONWriter()
    writer.beginObject()
    if features.contains(where: { $0.drop { $0 == " " }.prefix { $0 != " " } == "accountId" }) {
      writer.key("accountId")
      writer.string(function.key.account)
    }
    for (name, value) in [
      ("functionName", function.key.name), ("functionVersion", function.version), ("handler", function.handler),
    ] {
      writer.key(name)
      writer.string(value)
    }
    writer.endObject()
    let fields = HTTPFields([
      .init(name: "Content-Type", value: "application/json"),
      .init(name: "Lambda-Extension-Identifier", value: one.id),
    ])
    responder.respond(HTTPResponseHead(status: 200, fields: fields), .bytes(writer.bytes))
  }

  private func asks(_ one: Extension, _ responder: any HTTPResponder) throws(ExtensionCall.Refusal) {
    // A second question while the first one's client is gone is the first one again.
    guard one.state == .registered || one.state == .running || one.state == .ready && one.next == nil else {
      throw .state(one.state.rawValue, "Ready", of: one.id)
    }
    one.state = .ready
    one.next = responder
    responder.onDisconnect = { [weak one, weak responder] in if one?.next === responder { one?.next = nil } }
    if ending != nil { return sayEnd(to: one) }
    onChange()
  }

  private func failed(
    _ one: Extension, _ head: HTTPRequestHead, _ state: Extension.State, _ responder: any HTTPResponder
  ) throws(ExtensionCall.Refusal) {
    guard let type = head.fields["Lambda-Extension-Function-Error-Type"], !type.isEmpty else { throw .noErrorType }
    let mayFail =
      one.state == state || one.state == .registered
      || state == .exitError && (one.state == .ready || one.state == .running)
    guard mayFail else {
      throw .state(one.state.rawValue, state == .exitError ? "Exited" : state.rawValue, of: one.id)
    }
    one.state = state
    one.errorType = one.errorType ?? type
    told = told ?? (state == .initError ? "Extension.InitError" : "Extension.ExitError")
    RuntimeCall.respond(responder, status: 202, #"{"status":"OK"}"#)
    // The end of a program is its failure; of a part of the function's, this is.
    if !one.isExternal, let told { onFailure(told, type) }
  }

  // MARK: The end

  /// Ends the function's program with SIGTERM, then tells the external ones, and kills what is left at the deadline.
  /// `done` is called once all have ended.
  func end(_ reason: ShutdownReason, program: Int?, _ done: @escaping () -> Void) {
    guard ending == nil else { return }
    let time = all.contains(where: \.isExternal) ? Extensions.externalEnd : Extensions.internalEnd
    ending = (reason, Clock.machineMilliseconds() + time, done)
    let loop = house.setting.cloud.loop
    if let program {
      house.children.terminate(program)
      loop.after(milliseconds: Int(time) * 3 / 10) { [self] in if !isProgramGone { house.children.kill(program) } }
    } else {
      isProgramGone = true
      sayEnd()
    }
    loop.after(milliseconds: Int(time)) { [self] in kill() }
    endIfDone()
  }

  /// Ends all at once.
  func kill() {
    if ending == nil { ending = (.failure, Clock.machineMilliseconds(), {}) }
    for one in all where !one.hasEnded { if let child = one.child { house.children.kill(child) } }
  }

  /// The function's program has ended.
  func programEnded() {
    guard ending != nil, !isProgramGone else { return }
    isProgramGone = true
    sayEnd()
    endIfDone()
  }

  private func sayEnd() {
    for one in all where one.isExternal && !one.hasEnded {
      if one.isSubscribed("SHUTDOWN") {
        sayEnd(to: one)
      } else if let child = one.child {
        house.children.kill(child)
      }
    }
  }

  private func sayEnd(to one: Extension) {
    guard let ending, isProgramGone, one.isSubscribed("SHUTDOWN") else { return }
    var writer = event("SHUTDOWN", ending.deadline)
    writer.key("shutdownReason")
    writer.string(ending.reason.rawValue)
    writer.endObject()
    one.give(writer.bytes, id: house.requestID())
  }

  private func endIfDone() {
    guard let ending, isProgramGone, all.allSatisfy({ !$0.isExternal || $0.hasEnded }) else { return }
    self.ending?.done = {}
    ending.done()
  }
}
