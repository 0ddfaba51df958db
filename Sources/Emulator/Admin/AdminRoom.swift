package import Protocols
package import Runtime

/// The emulator's own API, `/_cauce/`, and LocalStack's health page, which tools of that world ask for. Loop only.
///
/// `@unchecked Sendable`: steps carry it to come back to the Loop; its state is used there alone.
package final class AdminRoom: AdminApplication, @unchecked Sendable {
  package static let version = "0.1.0"

  let cloud: Cloud
  let clock: Clock
  let workers: Workers
  let configuration: Configuration
  /// Set by the composition root once the services and the gateway are there.
  package var services: [any Service] = []
  package var log: RequestLog?
  package var trail: Trail?
  package var faults: Faults?
  package var inspection: (any Inspection)?
  /// What clients have to trust to speak TLS with this server, in PEM; nil where it cannot be had.
  package var authority: (() -> [UInt8]?)?
  var events: EventFeed?

  package init(cloud: Cloud, clock: Clock, workers: Workers, configuration: Configuration) {
    self.cloud = cloud
    self.clock = clock
    self.workers = workers
    self.configuration = configuration
  }

  package func begin(
    _ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder
  ) -> (any BodySink)? {
    MemorySink(limit: 1 << 20, expected: head.contentLength) { [self] sink in
      route(AdminCall(head, sink.bytes, responder))
    }
  }

  /// One line a page; an unknown one is 404, a wrong method 405.
  private func route(_ call: AdminCall) {
    switch (call.method, call.parts.first ?? "", call.parts.count) {
    case ("GET", "health", 1): health(call)
    case ("GET", "localstack-health", 1): localStackHealth(call)
    case ("POST", "reset", 1): reset(call)
    case ("GET", "requests", 1): requests(call)
    case ("GET", "events", 1): follow(call)
    case ("GET", "clock", 1), ("POST", "clock", 1): time(call)
    case ("GET", "mail", 1), ("GET", "mail", 2): mail(call)
    case ("GET", "faults", 1), ("POST", "faults", 1), ("DELETE", "faults", 1): faults(call)
    case ("POST", "flush", 1): flush(call)
    case ("GET", "trace", 2): trace(call)
    case ("GET", "ca.pem", 1): certificateAuthority(call)
    case ("GET", "sns", 2): signingCertificate(call)
    case ("POST", "lambda", 2) where call.parts[1] == "attach": attach(call)
    case ("GET", "lambda", 3) where call.parts[1] == "code": code(call)
    case (_, "health", 1), (_, "reset", 1), (_, "requests", 1), (_, "events", 1), (_, "clock", 1), (_, "mail", _),
      (_, "flush", 1), (_, "faults", 1), (_, "trace", 2), (_, "lambda", 2), (_, "lambda", 3),
      (_, "ca.pem", 1), (_, "sns", 2):
      call.answer(405, ["error": .string("\(call.method) is not for this page")])
    default:
      call.answer(
        404,
        [
          "error": .string("there is no such page"),
          "pages": [
            "health", "reset", "requests", "events", "clock", "mail", "flush", "faults", "trace", "lambda", "ca.pem",
          ],
        ])
    }
  }
}
