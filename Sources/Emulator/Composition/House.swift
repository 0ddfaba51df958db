import Admin
import Firehose
import Glibc
import IAM
import Lambda
import Protocols
import Runtime
import Storage
import Transport

/// The composition root: makes the loop, the store, the services and the gateway, and binds every port. No logic.
///
/// `@unchecked Sendable`: made once in `build`; afterwards its parts are used on the loop, or are Sendable themselves.
final class House: @unchecked Sendable {
  let configuration: Configuration
  let clock: Clock
  private let loop: EventLoop
  private let server: HTTPServer
  private let workers: Workers
  private let cloud: Cloud
  private let database: Database
  private let blobs: BlobStore
  private let services: [any Service]
  private let firehose: FirehoseService
  let lambda: LambdaService
  private let gateway: Gateway

  static func build(_ options: EmulatorOptions) async throws -> House {
    if let folder = options.dataFolder { try DataFolder.prepare(folder) }
    let loop = try EventLoop()
    let thread = LoopThread(loop)
    thread.start()
    return try await withCheckedThrowingContinuation { continuation in
      loop.post {
        do {
          continuation.resume(returning: try House(options, loop))
        } catch {
          loop.stop()
          continuation.resume(throwing: Emulator.StartFailure(description: "\(error)"))
        }
      }
    }
  }

  /// On the loop.
  private init(_ options: EmulatorOptions, _ loop: EventLoop) throws {
    self.loop = loop
    clock = Clock()
    workers = Workers(loop: loop, clock: clock)
    cloud = Cloud(loop: loop)

    // The port first: services put the endpoint into links and into the environment of handlers.
    let door = FrontDoor()
    var serving = HTTPServer.Configuration()
    if let log = options.log { serving.log = log }
    let identity: TLSIdentity = try House.identity(options)
    serving.tls = identity
    server = HTTPServer(loop: loop, application: door, configuration: serving)
    let port = try server.bind(host: options.host, port: options.port).port
    var configuration = Configuration()
    configuration.region = options.region
    configuration.account = options.account
    let host = options.host == "0.0.0.0" || options.host == "::" ? "127.0.0.1" : options.host
    configuration.endpoint = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    configuration.dataFolder = options.dataFolder
    configuration.autoConfirmEmail = options.autoConfirmEmail
    configuration.smtp = options.smtp
    configuration.corsOrigins = options.corsOrigins
    configuration.python = options.python
    configuration.kinesisThrottle = options.kinesisThrottle
    configuration.kinesisDelay = House.milliseconds(options.kinesisDelay)
    configuration.kinesisSubscription = House.milliseconds(options.kinesisSubscription)
    configuration.dynamoDBThrottles = options.dynamoDBThrottles
    configuration.dynamoDBDelay = options.dynamoDBDelay
    configuration.verifiesSignatures = options.auth == .verify
    for credential in options.credentials.reversed() {
      configuration.accountNames[credential.account ?? options.account] = credential.accessKey
    }
    configuration.s3ObjectOwnership = options.s3ObjectOwnership
    configuration.s3AllowsCustomerKeys = options.s3AllowsCustomerKeys
    configuration.s3EncryptsByDefault = options.s3EncryptsByDefault
    self.configuration = configuration

    database = try Database(
      path: options.dataFolder.map { $0 + "/cauce.sqlite" }, durability: options.durability == .fsync ? .fsync : .os)
    try Migrator.open(database)
    blobs = try BlobStore(
      folder: options.dataFolder.map { $0 + "/blobs" }, isDurable: options.durability == .fsync)
    let ports = Ports()
    let setting = ServiceSetting(
      clock: clock, workers: workers, configuration: configuration, cloud: cloud, ports: ports)

    ports.listeners = ListenerPortBinding(loop)
    ports.mail = MailPortBinding(options.smtp, loop)
    ports.web = WebPortBinding(loop)
    let rooms = try Rooms(database, blobs, setting)
    let all = rooms.services
    firehose = rooms.firehose
    if let wanted = options.services {
      let names = all.map { type(of: $0).description.name }
      if let unknown = wanted.first(where: { !names.contains($0) }) {
        throw Emulator.StartFailure(
          description: "there is no service '\(unknown)'; there are \(names.joined(separator: ", "))")
      }
      services = all.filter { wanted.contains(type(of: $0).description.name) }
    } else {
      services = all
    }

    let admin = AdminRoom(cloud: cloud, clock: clock, workers: workers, configuration: configuration)
    gateway = Gateway(
      database: database, clock: clock, cloud: cloud, configuration: configuration, services: services, admin: admin)
    gateway.log.sink = options.log
    let given = Keys(options)
    gateway.callerOfKey = { key in given[key]?.caller ?? rooms.sts.caller(ofKey: key) }
    if options.auth == .verify {
      let keys = { (key: String) in given[key] ?? rooms.sts.key(key) }
      gateway.verifySignatures(keys)
      ports.keys = keys
    }
    let sites = FunctionURLSite(rooms.lambda)
    gateway.siteOfHost = { sites.serves($0) ? sites : nil }
    lambda = rooms.lambda
    admin.services = services
    admin.authority = { try? identity.authority() }
    admin.log = gateway.log
    admin.trail = gateway.trail
    admin.faults = gateway.faults
    admin.inspection = RoomsInspection(rooms)
    door.application = gateway
    loop.endOfTurn = { [gateway] in gateway.endOfTurn() }
    for service in services { service.start() }
  }

  private static func identity(_ options: EmulatorOptions) throws -> TLSIdentity {
    switch (options.tlsCertificate, options.tlsKey) {
    case (let certificate?, let key?): return try TLSIdentity(certificate: certificate, key: key)
    case (nil, nil): return TLSIdentity(keptIn: options.dataFolder.map { $0 + "/tls.pem" })
    default: throw Emulator.StartFailure(description: "a certificate goes with its key: give both or neither")
    }
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }

  func onLoop<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in loop.post { continuation.resume(returning: body()) } }
  }

  func reset() async {
    _ = await cloud.step { [self] () throws(AWSError) -> Bool in
      for service in services { try service.reset(account: nil) }
      return true
    }
  }

  func stop() async {
    await onLoop { [self] in for service in services { service.endStreams() } }
    await server.stop()
    await firehose.flushAndWait()
    await lambda.endExtensions()
    await onLoop { [self] in
      for service in services { service.stop() }
      workers.stop()
    }
    await workers.drained()
    await onLoop { [self] in
      gateway.endOfTurn()
      database.checkpoint()
      database.close()
      blobs.close()
    }
    loop.stop()
  }
}

/// What the server serves before the gateway is there: the port is bound first, nothing is accepted in between.
private final class FrontDoor: HTTPApplication {
  var application: (any HTTPApplication)?

  func begin(
    _ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder
  ) -> (any BodySink)? {
    guard let application else {
      responder.respond(HTTPResponseHead(status: 503), .bytes([]))
      return nil
    }
    return application.begin(head, from: peer, responder)
  }
}

extension EventLoop: Loop {}
