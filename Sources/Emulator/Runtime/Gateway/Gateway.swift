package import Protocols
package import Storage

/// The way of every request, top to bottom: which service and operation, whether a browser may ask, who asks, the body,
/// decoding, validation, the operation itself in the round's transaction, and the answer after the round's commit. The
/// order of the steps is the order in which AWS's failures come.
///
/// Operations return values or throw `AWSError`; only the gateway renders, logs and counts. Loop only.
///
/// `@unchecked Sendable`: workers carry it, to come back to the Loop with it; every use of its state is there.
package final class Gateway: HTTPApplication, @unchecked Sendable {
  let database: Database
  let clock: Clock
  let cloud: Cloud
  let configuration: Configuration
  let registry: Registry
  let origins: OriginRules
  /// The emulator's own pages and API, `/_cauce/` and `/_localstack/`.
  private let admin: any AdminApplication
  package let log: RequestLog
  package let trail = Trail()
  /// Set by the admin API.
  package let faults = Faults()
  /// Maps the access keys that STS or IAM gave out to their callers; bound by the composition root.
  package var callerOfKey: ((_ accessKey: String) -> Caller?)?
  /// Hosts that are sites of their own, not AWS's API: function URLs. Asked for each request, so it must be quick.
  package var siteOfHost: ((HTTPRequestHead) -> (any HTTPApplication)?)?
  var ids = IDs()
  /// Set where signatures are verified (`--auth verify`).
  var authentication: Authentication?
  /// The roots of accounts that have asked, by their keys.
  var roots: [String: Caller] = [:]
  var last: LastCredential?
  /// What leaves once the present round is committed.
  enum Waiting {
    /// A request's answer, its `outgoing`.
    case answer(Exchange)
    /// Somebody inside who waits; `failed` is called instead when the commit fails.
    case caller(deliver: () -> Void, failed: (AWSError) -> Void)
  }
  var waiting: [Waiting] = []
  /// The list that is being gone through; kept for its memory.
  private var leaving: [Waiting] = []

  package init(
    database: Database, clock: Clock, cloud: Cloud, configuration: Configuration, services: [any Service],
    admin: any AdminApplication
  ) {
    self.database = database
    self.clock = clock
    self.cloud = cloud
    self.configuration = configuration
    self.admin = admin
    registry = Registry(services)
    origins = OriginRules(configuration)
    log = RequestLog()
    cloud.attach(self)
  }

  /// From now on signatures are verified, with the keys that `lookup` knows.
  package func verifySignatures(_ lookup: @escaping (_ accessKey: String) -> KnownKey?) {
    authentication = Authentication(lookup)
  }

  /// The end of a turn of the Loop: commits the round, then lets its answers go.
  package func endOfTurn() {
    if waiting.isEmpty {
      commitAlone()
      return
    }
    swap(&leaving, &waiting)
    var failure: AWSError?
    do { try database.round.commit() } catch {
      let error = AWSError.internal("commit: \(error)")
      log.failure(error)
      failure = error
    }
    for one in leaving {
      switch one {
      case .answer(let exchange):
        if let failure { exchange.outgoing = (exchange.render(failure), nil, failure) }
        send(exchange)
      case .caller(let deliver, let failed):
        if let failure { failed(failure) } else { deliver() }
      }
    }
    leaving.removeAll(keepingCapacity: true)
  }

  /// A turn without answers may still have written (posted work).
  private func commitAlone() {
    do { try database.round.commit() } catch { log.failure(.internal("commit: \(error)")) }
  }

  // MARK: A request from the wire

  package func begin(
    _ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder
  ) -> (any BodySink)? {
    // BEFORE ALL the sites that functions are: they have hosts of their own.
    if let site = siteOfHost?(head) { return site.begin(head, from: peer, responder) }

    // FIRST the emulator's own pages: they are no AWS service.
    if Gateway.isOwn(head.path) {
      if let refusal = origins.refusal(of: head, hostMatters: true) {
        responder.respond(refusal.head, .bytes(refusal.body))
        return nil
      }
      return admin.begin(head, from: peer, responder)
    }
    let exchange = Exchange(head, responder, id: ids.uuid(), start: clock.milliseconds)
    if authentication != nil {
      exchange.sourceAddress = peer.address
      exchange.isSecure = peer.isTLS
    }

    // THEN the service and the operation, as far as the head tells them.
    let route = registry.route(head)

    // THEN the browser's origin: functions run as processes here, so a web page must not drive the emulator.
    // A service with rules of its own is asked first.
    var isAllowed = false
    if head.fields.has(.origin) || head.method == "OPTIONS",
      let own = registry.crossOrigin(head, for: route.service?.name)
    {
      exchange.service = own.room.description
      exchange.format = own.room.firstFormat
      switch own.rule {
      case .preflight(let fields):
        exchange.crossOriginFields = fields
        exchange.outgoing = (WireAnswer(status: 200), nil, nil)
        waiting.append(.answer(exchange))
        return nil
      case .refused(let error): return refuse(exchange, error)
      case .allowed(let fields):
        exchange.crossOriginFields = fields
        isAllowed = true
      case .notCovered: exchange.crossOriginFields = []
      }
    } else if let origin = head.fields[.origin] {
      if head.method == "OPTIONS", let preflight = origins.preflight(head, origin) {
        responder.respond(preflight.head, .bytes([]))
        return nil
      }
      exchange.origin = origin
    }
    if !isAllowed, let refusal = origins.refusal(of: head, hostMatters: route.service?.name == "lambda") {
      responder.respond(refusal.head, .bytes(refusal.body))
      return nil
    }

    switch route {
    case .refused(let error, let format, let service, let operation):
      exchange.service = service
      exchange.operation = operation
      exchange.format = format
      return refuse(exchange, error)
    case .form(let candidates):
      // Only the form in the body names the operation (awsQuery without a signature).
      return MemorySink(limit: 1 << 20, expected: head.contentLength) { [self] sink in
        formArrived(sink, candidates, exchange)
      }
    case .operation(let target, let labels):
      exchange.take(target, labels)
      return begin(target, exchange)
    }
  }

  /// `/_cauce…` and `/_localstack/…`.
  private static func isOwn(_ path: String) -> Bool {
    var bytes = path.utf8.makeIterator()
    guard bytes.next() == UInt8(ascii: "/"), bytes.next() == UInt8(ascii: "_") else { return false }
    return path.hasPrefix("/_cauce") || path.hasPrefix("/_localstack/")
  }

  /// Answers before the body; what comes of it is dropped.
  private func refuse(_ exchange: Exchange, _ error: AWSError) -> (any BodySink)? {
    // A small body is read so that the connection can be used again,
    // unless the client waits to be told that it may send it.
    if let length = exchange.head.contentLength, length > 0, length <= 1 << 16, exchange.head.fields["Expect"] == nil {
      return MemorySink(limit: 1 << 16, expected: length) { [self] _ in fail(exchange, error) }
    }
    fail(exchange, error)
    return nil
  }

  private func formArrived(_ sink: MemorySink, _ candidates: [Registry.Room], _ exchange: Exchange) {
    switch registry.route(form: sink.bytes, exchange.head, candidates) {
    case .operation(let target, let labels):
      exchange.take(target, labels)
      exchange.context = context(for: exchange)
      if let authentication {
        do throws(AWSError) { try authenticate(authentication, target, exchange) } catch {
          fail(exchange, error)
          return
        }
      }
      decode(target, exchange, sink.bytes)
    case .refused(let error, let format, let service, let operation):
      exchange.service = service
      exchange.operation = operation
      exchange.format = format
      fail(exchange, error)
    case .form:
      fail(exchange, .unknownOperation())
    }
  }

  private func begin(_ target: Registry.Target, _ exchange: Exchange) -> (any BodySink)? {
    // THEN the caller, and the end of a presigned address, which counts whatever the signature is worth.
    exchange.context = context(for: exchange)
    if let authentication {
      do throws(AWSError) { try authenticate(authentication, target, exchange) } catch {
        return refuse(exchange, error)
      }
    } else if hasExpired(exchange.head) {
      return refuse(exchange, AWSError("AccessDenied", "Request has expired", status: 403))
    }

    // THEN the early checks and the sink of a body that is taken as it comes.
    if let receiver = target.entry.receiver {
      do throws(AWSError) {
        let input = try validated(
          target.format.input(target.entry.input, head: exchange.head, labels: exchange.labels, body: []), target,
          exchange)
        let sink = try receiver(input, exchange.context)
        exchange.context.body = sink
        sink.onDone = { [self] error in
          if let error { fail(exchange, error) } else { perform(target, exchange, input) }
        }
        return sink
      } catch {
        return refuse(exchange, error)
      }
    }
    let limit = target.service.bodyLimit
    if let length = exchange.head.contentLength {
      if length > limit { return refuse(exchange, .requestTooLarge()) }
      if length == 0 {
        decode(target, exchange, [])
        return nil
      }
    }
    return MemorySink(limit: limit, expected: exchange.head.contentLength) { [self] sink in
      if sink.overflow { fail(exchange, .requestTooLarge()) } else { decode(target, exchange, sink.bytes) }
    }
  }

  /// Bodies over this are decoded on a worker, so that one large batch does not hold up everyone else.
  private static let decodeOnLoop = 256 << 10

  private func decode(_ target: Registry.Target, _ exchange: Exchange, _ body: [UInt8]) {
    if body.count > Gateway.decodeOnLoop || Gateway.compression(exchange.head) != nil {
      let head = exchange.head
      let labels = exchange.labels
      let context: RequestContext = exchange.context
      let exchange = LoopOnly(exchange)
      Task.detached { [self] in
        let outcome: Result<Structure, AWSError>
        do throws(AWSError) {
          try Gateway.checkSigned(body, context, target)
          let plain = try Gateway.document(Gateway.inflated(body, head, limit: target.service.bodyLimit), head, target)
          outcome = .success(
            try target.format.input(target.entry.input, head: head, labels: labels, body: plain))
        } catch {
          outcome = .failure(error)
        }
        cloud.loop.post { [self] in
          switch outcome {
          case .success(let input): decoded(target, exchange.value, input)
          case .failure(let error): fail(exchange.value, error)
          }
        }
      }
      return
    }
    do throws(AWSError) {
      if authentication != nil { try Gateway.checkSigned(body, exchange.context, target) }
      decoded(
        target, exchange,
        try target.format.input(
          target.entry.input, head: exchange.head, labels: exchange.labels,
          body: Gateway.document(body, exchange.head, target)))
    } catch {
      fail(exchange, error)
    }
  }

  private func decoded(_ target: Registry.Target, _ exchange: Exchange, _ input: Structure) {
    do throws(AWSError) {
      perform(target, exchange, try validated(input, target, exchange))
    } catch {
      fail(exchange, error)
    }
  }

  /// THEN the constraints of the shape, all at once, and the members that are not emulated, by name.
  private func validated(
    _ input: Structure, _ target: Registry.Target, _ exchange: Exchange
  ) throws(AWSError) -> Structure {
    if SoundInput.isSound(input) { return input }
    if let message = Validator.message(for: input) {
      try target.entry.check?(input, exchange.context)
      throw target.service.violation?(input) ?? AWSError(target.service.validationCode, message)
    }
    if let member = Validator.notEmulated(in: input) {
      throw AWSError.notEmulated(member: member, of: target.entry.name)
    }
    return input
  }

  // MARK: The operation

  /// THEN the operation itself, unless a fault is set for it.
  private func perform(_ target: Registry.Target, _ exchange: Exchange, _ input: Structure) {
    if !faults.isEmpty, suffers(target, exchange, input) { return }
    carryOut(target, exchange, input)
  }

  /// Its answer leaves after the round's commit.
  func carryOut(_ target: Registry.Target, _ exchange: Exchange, _ input: Structure) {
    // `Round.operation`, step by step: a generic of another module costs more than all of it.
    let round = database.round!
    round.beginOperation()
    let answer: ErasedAnswer
    do throws(AWSError) { answer = try target.entry.perform(input, exchange.context) } catch {
      round.takeBackOperation()
      fail(exchange, error)
      return
    }
    round.endOperation()
    switch answer {
    case .now(let output): succeed(target, exchange, input, Cloud.InnerAnswer(structure: output, body: nil))
    case .body(let output, let body):
      succeed(target, exchange, input, Cloud.InnerAnswer(structure: output, body: body))
    case .later:
      follow(answer, exchange.context) { [self] outcome in
        switch outcome {
        case .success(let answer): succeed(target, exchange, input, answer)
        case .failure(let error): fail(exchange, error)
        }
      }
    }
  }
}
