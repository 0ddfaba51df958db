import Glibc
import Protocols
import Runtime
import Storage
import Support
import Synchronization
import Transport

@testable import Lambda

/// A house with Lambda in it whose processes really run: the Runtime API is served on sockets, logs are kept, streams
/// are in memory.
final class LambdaHouse: Sendable {
  let house: TestHouse
  let logs: KeptLogs
  let streams: MemoryStreams
  let objects: KeptObjects
  let topics = KeptTopics()
  let tableStreams = MemoryTableStreams()
  /// Where the handlers of mapping tests write down what they are given.
  let events: String
  let service: LoopOnly<LambdaService?>
  private let listeners: SocketListeners

  /// `events` nil: a file of its own; a second house on the same folder takes that of the first.
  init(path: String? = nil, dataFolder: String? = nil, python: String? = nil, events: String? = nil) throws {
    self.events = events ?? "/tmp/cauce-test-\(UInt32.random(in: 0...UInt32.max)).events"
    let ports = Ports()
    let logs = KeptLogs()
    let streams = MemoryStreams()
    let objects = KeptObjects()
    ports.logs = logs
    ports.streams = streams
    ports.objects = objects
    ports.topics = topics
    ports.tableStreams = tableStreams
    var configuration = Configuration()
    configuration.dataFolder = dataFolder
    configuration.python = python
    var made: LambdaService?
    house = try TestHouse(path: path, ports: ports, configuration: configuration, starts: true) {
      let service = try LambdaService($0, $1)
      made = service
      return [service]
    }
    listeners = try SocketListeners(house.loop)
    ports.listeners = listeners
    service = LoopOnly(made)
    self.logs = logs
    self.streams = streams
    self.objects = objects
  }

  /// Of a request that is signed for Lambda.
  static let authorization =
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=00"

  func stop() async {
    await house.stop()
    listeners.stop()
    unlink(events)
  }

  func invocations() async -> [InvocationTrace] {
    await house.onLoop { [service] in service.value?.invocations ?? [] }
  }

  /// Makes a Python function from the source of its one file.
  @discardableResult
  func make(
    _ name: String, _ source: String, runtime: String = "python3.11", handler: String = "index.handler",
    timeout: Int32 = 10, environment: [String: String]? = nil, files: [String: String] = [:]
  ) async throws(AWSError) -> Values<FunctionConfiguration> {
    var all = files
    let file = runtime.hasPrefix("nodejs") ? "index.js" : runtime.hasPrefix("provided") ? "bootstrap" : "index.py"
    all[file] = source
    let zip =
      runtime.hasPrefix("provided")
      ? ZipFile(entries: [ZipFile.Entry(name: file, contents: Array(source.utf8), mode: 0o100755)]).bytes
      : ZipFile.of(all)
    return try await house.call(CreateFunction.self) {
      $0[CreateFunction.Input.functionName] = name
      $0[CreateFunction.Input.runtime] = runtime
      $0[CreateFunction.Input.handler] = handler
      $0[CreateFunction.Input.role] = "arn:aws:iam::000000000000:role/r"
      $0[CreateFunction.Input.timeout] = timeout
      $0[CreateFunction.Input.code] = .with { $0[FunctionCode.zipFile] = Blob(zip) }
      if let environment { $0[CreateFunction.Input.environment] = .with { $0[Environment.variables] = environment } }
    }
  }

  struct Answer {
    var text: String
    var error: String?
    var tail: String
    var json: JSONValue? { try? JSONValue.parse(text) }
  }

  func invoke(_ name: String, _ payload: String = "{}", type: String = "RequestResponse") async throws(AWSError)
    -> Answer
  {
    let output = try await house.call(Invoke.self) {
      $0[Invoke.Input.functionName] = name
      $0[Invoke.Input.invocationType] = type
      $0[Invoke.Input.logType] = "Tail"
      $0[Invoke.Input.payload] = Blob(Array(payload.utf8))
    }
    let tail = output[Invoke.Output.logResult].flatMap { Base64.decode($0) } ?? []
    return Answer(
      text: String(decoding: output[Invoke.Output.payload]?.bytes ?? [], as: UTF8.self),
      error: output[Invoke.Output.functionError], tail: String(decoding: tail, as: UTF8.self))
  }
}

/// Waits until the condition holds; false after ten seconds.
func eventually(_ condition: () async -> Bool) async -> Bool {
  for _ in 0..<1000 {
    if await condition() { return true }
    try? await Task.sleep(nanoseconds: 10_000_000)
  }
  return false
}

final class KeptLogs: LogPort {
  private let state = Mutex<[(group: String, stream: String, message: String)]>([])

  func put(
    group: String, stream: String, _ events: [(time: Timestamp, message: String)], as caller: Caller, region: String
  ) async throws(AWSError) {
    state.withLock { kept in for event in events { kept.append((group, stream, event.message)) } }
  }

  func messages(_ group: String) -> [String] { state.withLock { $0.filter { $0.group == group }.map(\.message) } }
  func streams(_ group: String) -> Set<String> { state.withLock { Set($0.filter { $0.group == group }.map(\.stream)) } }
}

final class KeptObjects: ObjectPort {
  private let state = Mutex<[String: [UInt8]]>([:])

  func put(
    _ bucket: String, _ key: String, _ body: [UInt8], contentType: String?, as caller: Caller, region: String
  ) async throws(AWSError) { state.withLock { $0[bucket + "/" + key] = body } }
  func get(
    _ bucket: String, _ key: String, range: Range<Int>?, as caller: Caller, region: String
  ) async throws(AWSError) -> [UInt8] {
    guard let body = state.withLock({ $0[bucket + "/" + key] }) else {
      throw AWSError("NoSuchKey", "The specified key does not exist.", status: 404)
    }
    return body
  }
  func list(
    _ bucket: String, prefix: String, token: String?, as caller: Caller, region: String
  ) async throws(AWSError) -> ObjectPage { ObjectPage(entries: [], nextToken: nil) }
  func hasBucket(_ bucket: String, as caller: Caller, region: String) async -> Bool { true }

  var all: [String: [UInt8]] { state.withLock { $0 } }
}

final class KeptTopics: TopicPort {
  private let state = Mutex<[(topic: String, message: String)]>([])

  func publish(
    _ topicARN: String, subject: String?, _ message: String, attributes: [TopicAttribute], as caller: Caller
  ) async throws(AWSError) -> String {
    state.withLock { $0.append((topicARN, message)) }
    return "id"
  }

  var all: [(topic: String, message: String)] { state.withLock { $0 } }
}

/// The Runtime API on real sockets: a loop of its own takes the requests and hands them over to the house's loop.
final class SocketListeners: ListenerPort {
  private let sockets: EventLoop
  private let loop: any Loop

  init(_ loop: any Loop) throws {
    self.loop = loop
    let sockets = try EventLoop()
    self.sockets = sockets
    BlockingThread.start { sockets.run() }
  }

  func stop() { sockets.stop() }

  func listen(_ application: any HTTPApplication) throws(AWSError) -> any Listening {
    let (sockets, loop, application) = (sockets, loop, LoopOnly(application))
    let made = Mutex<(HTTPServer, Int)?>(nil)
    let done = Mutex(false)
    sockets.post {
      let server = HTTPServer(loop: sockets, application: HandedOver(application, from: sockets, to: loop))
      if let port = try? server.bind(host: "127.0.0.1", port: 0).port { made.withLock { $0 = (server, port) } }
      done.withLock { $0 = true }
    }
    while !done.withLock({ $0 }) { usleep(100) }
    guard let (server, port) = made.withLock({ $0 }) else { throw AWSError.internal("no port") }
    return Served(server, port)
  }

  private final class Served: Listening {
    let port: Int
    private let server: HTTPServer
    init(_ server: HTTPServer, _ port: Int) { (self.server, self.port) = (server, port) }
    func close() {
      let server = server
      Task.detached { await server.stop(within: .zero) }
    }
  }
}

private final class HandedOver: HTTPApplication {
  private let application: LoopOnly<any HTTPApplication>
  private let sockets: EventLoop
  private let loop: any Loop

  init(_ application: LoopOnly<any HTTPApplication>, from sockets: EventLoop, to loop: any Loop) {
    (self.application, self.sockets, self.loop) = (application, sockets, loop)
  }

  func begin(_ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder) -> (any BodySink)? {
    let (application, sockets, loop, responder) = (application, sockets, loop, LoopOnly(responder))
    return MemorySink(limit: 32 << 20) { sink in
      let body = sink.bytes
      loop.post {
        let handed = HandedResponder(responder, sockets)
        guard let inner = application.value.begin(head, from: peer, handed) else { return }
        body.withUnsafeBytes { if !$0.isEmpty { _ = inner.receive($0) } }
        inner.end()
      }
    }
  }
}

private final class HandedResponder: HTTPResponder {
  var onDisconnect: (() -> Void)?
  private let responder: LoopOnly<any HTTPResponder>
  private let sockets: EventLoop
  init(_ responder: LoopOnly<any HTTPResponder>, _ sockets: EventLoop) {
    (self.responder, self.sockets) = (responder, sockets)
  }
  func respond(_ head: HTTPResponseHead, _ body: HTTPBody) {
    let responder = responder
    sockets.post { responder.value.respond(head, body) }
  }
  func drop() {
    let responder = responder
    sockets.post { responder.value.drop() }
  }
}

enum DataFolderForTests {
  static func make(_ path: String) throws {
    if mkdir(path, 0o700) != 0 { throw AWSError.internal("\(path): \(errno)") }
  }
}

extension LambdaHouse {
  func publish(_ name: String = "f") async throws(AWSError) -> Values<FunctionConfiguration> {
    try await house.call(PublishVersion.self) { $0[PublishVersion.Input.functionName] = name }
  }

  func alias(_ name: String, _ version: String) async throws(AWSError) -> Values<AliasConfiguration> {
    try await house.call(CreateAlias.self) {
      $0[CreateAlias.Input.functionName] = "f"
      $0[CreateAlias.Input.name] = name
      $0[CreateAlias.Input.functionVersion] = version
    }
  }

  /// A layer whose Python module `shared` knows the layer's name.
  func layer(_ name: String) async throws(AWSError) -> Values<LayerVersionDescription> {
    try await house.call(PublishLayerVersion.self) {
      $0[PublishLayerVersion.Input.layerName] = name
      $0[PublishLayerVersion.Input.content] = .with {
        $0[LayerVersionContentInput.zipFile] = Blob(ZipFile.of(["python/shared.py": "NAME = '\(name)'"]))
      }
    }
  }

  /// A layer `l` whose first version a statement `s` lends to another account.
  func sharedLayer() async throws(AWSError) {
    _ = try await layer("l")
    _ = try await house.call(AddLayerVersionPermission.self) {
      $0[AddLayerVersionPermission.Input.layerName] = "l"
      $0[AddLayerVersionPermission.Input.versionNumber] = 1
      $0[AddLayerVersionPermission.Input.statementID] = "s"
      $0[AddLayerVersionPermission.Input.action] = "lambda:GetLayerVersion"
      $0[AddLayerVersionPermission.Input.principal] = "123456789012"
    }
  }

  /// A function `f` whose version 1 keeps one process warm.
  func makeProvisioned() async throws(AWSError) {
    try await make("f", "def handler(e, c): return 1")
    _ = try await publish()
    try await provision()
  }

  func provision() async throws(AWSError) {
    _ = try await house.call(PutProvisionedConcurrencyConfig.self) {
      $0[PutProvisionedConcurrencyConfig.Input.functionName] = "f"
      $0[PutProvisionedConcurrencyConfig.Input.qualifier] = "1"
      $0[PutProvisionedConcurrencyConfig.Input.provisionedConcurrentExecutions] = 1
    }
  }

  /// What of `f` is kept warm.
  func provisionedARNs() async throws(AWSError) -> [String?]? {
    try await house.call(ListProvisionedConcurrencyConfigs.self) {
      $0[ListProvisionedConcurrencyConfigs.Input.functionName] = "f"
    }[ListProvisionedConcurrencyConfigs.Output.provisionedConcurrencyConfigs]?.map {
      $0[ListProvisionedConcurrencyConfigs.Item.functionARN]
    }
  }
}
