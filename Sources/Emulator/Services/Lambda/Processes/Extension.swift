import Protocols

/// One extension of a process. Loop only.
///
/// `@unchecked Sendable`: what its program tells comes back to the Loop with it.
final class Extension: @unchecked Sendable {
  /// In the words of the function's log.
  enum State: String {
    case started = "Started"
    case registered = "Registered"
    /// It waits for an event.
    case ready = "Ready"
    case running = "Running"
    case initError = "InitError"
    case exitError = "ExitError"
    case exited = "Exited"
    case launchError = "LaunchError"
  }

  let name: String
  /// Told at registration; the extension names itself by it.
  let id: String
  /// A program of its own, not a part of the function's.
  let isExternal: Bool
  var state = State.started
  var events: [String] = []
  var errorType: String?
  /// Of an external one.
  var child: Int?
  var pid: Int32?
  var hasEnded = false
  /// Its question for the next event, while there is none.
  var next: (any HTTPResponder)?

  init(_ name: String, id: String, isExternal: Bool) {
    self.name = name
    self.id = id
    self.isExternal = isExternal
  }

  func isSubscribed(_ event: String) -> Bool { events.contains(event) }

  /// Of the function's log, as the initialisation ends.
  var line: String {
    var line = "EXTENSION\tName: \(name)\tState: \(state.rawValue)\tEvents: [\(events.joined(separator: ", "))]"
    if let errorType { line += "\tError Type: \(errorType)" }
    return line + "\n"
  }

  /// Answers its question with an event.
  func give(_ event: [UInt8], id: String) {
    guard let responder = next else { return }
    next = nil
    state = .running
    responder.onDisconnect = nil
    let fields = HTTPFields([
      .init(name: "Content-Type", value: "application/json"),
      .init(name: "Lambda-Extension-Event-Identifier", value: id),
    ])
    responder.respond(HTTPResponseHead(status: 200, fields: fields), .bytes(event))
  }
}
