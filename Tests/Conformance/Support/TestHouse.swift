package import Protocols
package import Runtime
package import Storage

/// The emulator without a socket: the given services over a database in memory, a gateway, and a loop of its own. For
/// tests of operations, and of whole requests as bytes.
///
///     let house = try TestHouse { [try KinesisService($0, $1)] }
///     let output = try await house.call(CreateStream.self) { $0[CreateStream.Input.streamName] = "s" }
package final class TestHouse: Sendable {
  package let loop: TestLoop
  package let clock: Clock
  package let workers: Workers
  package let cloud: Cloud
  package let ports: Ports
  private let inside: LoopOnly<Inside>
  package static let account = "000000000000"
  package static let region = "us-east-1"

  private final class Inside {
    let gateway: Gateway
    let database: Database
    let services: [any Service]
    init(_ gateway: Gateway, _ database: Database, _ services: [any Service]) {
      self.gateway = gateway
      self.database = database
      self.services = services
    }
  }

  /// `keys` may sign where the configuration verifies signatures. `path` nil: in memory. `ports` may be set before the services are made.
  package init(
    path: String? = nil, ports: Ports = Ports(), configuration: Configuration = Configuration(), starts: Bool = false,
    keys: [String: KnownKey] = [:],
    _ services: (Database, ServiceSetting) throws -> [any Service]
  ) throws {
    loop = TestLoop()
    clock = Clock()
    workers = Workers(loop: loop, clock: clock)
    cloud = Cloud(loop: loop)
    self.ports = ports
    var configuration = configuration
    if configuration.endpoint.isEmpty { configuration.endpoint = "http://127.0.0.1:4566" }
    let database = try Database(path: path, durability: .os)
    try Migrator.open(database)
    let setting = ServiceSetting(
      clock: clock, workers: workers, configuration: configuration, cloud: cloud, ports: ports)
    let made = try services(database, setting)
    let gateway = Gateway(
      database: database, clock: clock, cloud: cloud, configuration: configuration, services: made, admin: NoAdmin())
    if configuration.verifiesSignatures {
      gateway.verifySignatures { keys[$0] }
      ports.keys = { keys[$0] }
    }
    inside = LoopOnly(Inside(gateway, database, made))
    loop.endOfTurn = { [inside] in inside.value.gateway.endOfTurn() }
    if starts {
      loop.post { [inside] in for service in inside.value.services { service.start() } }
    }
  }

  /// Performs an operation as the account's root, validation included, after the commit of its round.
  package func call<O: AWSOperation>(
    _ operation: O.Type, account: String = TestHouse.account, region: String = TestHouse.region,
    _ fill: (inout Values<O.Input>) -> Void = { _ in }
  ) async throws(AWSError) -> Values<O.Output> {
    var input = Values<O.Input>()
    fill(&input)
    return try await cloud.perform(operation, input, as: .root(of: account), region: region)
  }

  /// As `call`, for what must fail; nil when it did not.
  package func error<O: AWSOperation>(
    _ operation: O.Type, account: String = TestHouse.account, region: String = TestHouse.region,
    _ fill: (inout Values<O.Input>) -> Void = { _ in }
  ) async -> AWSError? {
    var input = Values<O.Input>()
    fill(&input)
    do throws(AWSError) {
      _ = try await cloud.perform(operation, input, as: .root(of: account), region: region)
      return nil
    } catch {
      return error
    }
  }

  /// A whole request as bytes, answered as a client would see it. Bodies of files and of pieces are left out.
  package func send(
    _ method: String, _ path: String, query: String = "", fields: [(String, String)] = [], body: [UInt8] = []
  ) async -> (status: Int, fields: HTTPFields, body: [UInt8]) {
    var all = HTTPFields(fields.map { HTTPFields.Field(name: $0.0, value: $0.1) })
    if all["Host"] == nil { all.add("Host", "127.0.0.1:4566") }
    let head = HTTPRequestHead(method: method, path: path, query: query, fields: all, contentLength: body.count)
    return await withCheckedContinuation { continuation in
      loop.post { [inside] in
        let responder = TestResponder { continuation.resume(returning: $0) }
        let peer = HTTPPeer(address: "127.0.0.1", port: 1, isTLS: false)
        guard let sink = inside.value.gateway.begin(head, from: peer, responder) else { return }
        if !body.isEmpty { body.withUnsafeBytes { _ = sink.receive($0) } }
        sink.end()
      }
    }
  }

  /// Runs the closure on the loop and waits for it.
  package func onLoop<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in loop.post { continuation.resume(returning: body()) } }
  }

  package func advance(milliseconds: Int64) async {
    await onLoop { [clock] in clock.advance(milliseconds: milliseconds) }
  }

  /// Ends the workers and closes the database, as a stop does.
  package func stop() async {
    await onLoop { [workers, inside] in
      for service in inside.value.services { service.stop() }
      workers.stop()
    }
    await workers.drained()
    await onLoop { [inside] in inside.value.database.close() }
  }
}

/// A loop for tests: posted work runs one after the other, each followed by the end of a turn.
///
/// `@unchecked Sendable`: `endOfTurn` is set once, before the first post.
package final class TestLoop: Loop, @unchecked Sendable {
  private let queue: AsyncStream<@Sendable () -> Void>.Continuation
  fileprivate var endOfTurn: (() -> Void)?

  init() {
    let (stream, continuation) = AsyncStream<@Sendable () -> Void>.makeStream()
    queue = continuation
    Task.detached { [weak self] in
      for await work in stream {
        work()
        self?.endOfTurn?()
      }
    }
  }

  deinit { queue.finish() }

  package func post(_ work: @escaping @Sendable () -> Void) { queue.yield(work) }

  package func after(milliseconds: Int, _ work: @escaping @Sendable () -> Void) {
    Task.detached { [weak self] in
      try? await Task.sleep(nanoseconds: UInt64(milliseconds) * 1_000_000)
      self?.post(work)
    }
  }

  package var isCurrent: Bool { true }
}

private final class TestResponder: HTTPResponder {
  var onDisconnect: (() -> Void)?
  private let done: ((status: Int, fields: HTTPFields, body: [UInt8])) -> Void

  init(_ done: @escaping ((status: Int, fields: HTTPFields, body: [UInt8])) -> Void) { self.done = done }

  func respond(_ head: HTTPResponseHead, _ body: HTTPBody) {
    if case .bytes(let bytes) = body {
      done((head.status, head.fields, bytes))
    } else {
      done((head.status, head.fields, []))
    }
  }

  func drop() { done((0, HTTPFields(), [])) }
}

private final class NoAdmin: AdminApplication {
  func begin(_ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder) -> (any BodySink)? {
    responder.respond(HTTPResponseHead(status: 404), .bytes([]))
    return nil
  }
}
