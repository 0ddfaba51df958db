import Protocols
import Runtime
import Storage
import Support
import Synchronization
import Testing

@testable import SNS

/// SNS without a socket, with a mail server and functions that remember what they were given.
struct SNSHouse: Sendable {
  let house: TestHouse
  let mail: RememberedMail
  let functions: RememberedFunctions
  let web: RememberedWeb
  private let service: LoopOnly<SNSService>

  init(
    path: String? = nil, sendsMail: Bool = false, configuration: Configuration = Configuration()
  ) throws {
    let ports = Ports()
    mail = RememberedMail(isConfigured: sendsMail)
    functions = RememberedFunctions()
    ports.mail = mail
    ports.functions = functions
    web = RememberedWeb()
    ports.web = web
    var made: SNSService?
    house = try TestHouse(path: path, ports: ports, configuration: configuration, starts: true) { database, setting in
      let service = try SNSService(database, setting)
      made = service
      return [service]
    }
    service = LoopOnly(try #require(made))
  }

  var mailbox: [Mail] { get async { await house.onLoop { [service] in service.value.mailbox } } }

  /// Messages that wait for HTTP endpoints.
  func outbox() async -> Int {
    await house.cloud.step { [service] () throws(AWSError) -> Int in
      try service.value.store.checked {
        try service.value.store.database.prepare("SELECT count(*) FROM sns_posts").first([]) { $0.int(0) } ?? 0
      }
    } ?? -1
  }

  /// Waits until every post that was made is marked: none is due, for some seconds at most.
  func settled() async throws {
    for _ in 0..<2000 {
      let due = await house.cloud.step { [service, house] () throws(AWSError) -> Int in
        try service.value.store.checked {
          try service.value.store.database.prepare("SELECT count(*) FROM sns_posts WHERE due <= ?").first([
            .int(Int(house.clock.milliseconds))
          ]) { $0.int(0) } ?? 0
        }
      }
      if due == 0 { return }
      try await Task.sleep(nanoseconds: 2_000_000)
    }
  }

  func reset(account: String?) async {
    _ = await house.cloud.step { [service] () throws(AWSError) in try service.value.reset(account: account) }
  }

  func topic(_ name: String = "alerts", _ attributes: [String: String]? = nil) async throws -> String {
    let answer = try await house.call(CreateTopic.self) {
      $0[CreateTopic.Input.name] = name
      $0[CreateTopic.Input.attributes] = attributes
    }
    return try #require(answer[CreateTopic.Output.topicARN])
  }

  /// Subscribes and gives the ARN, or `pending confirmation`.
  @discardableResult
  func subscribe(
    _ topic: String, _ name: String, _ endpoint: String, _ attributes: [String: String]? = nil, tellsARN: Bool = false
  ) async throws -> String {
    let answer = try await house.call(Subscribe.self) {
      $0[Subscribe.Input.topicARN] = topic
      $0[Subscribe.Input.deliveryProtocol] = name
      $0[Subscribe.Input.endpoint] = endpoint
      $0[Subscribe.Input.attributes] = attributes
      $0[Subscribe.Input.returnSubscriptionARN] = tellsARN
    }
    return try #require(answer[Subscribe.Output.subscriptionARN])
  }

  @discardableResult
  func publish(_ topic: String, _ message: String, subject: String? = nil) async throws -> String {
    let answer = try await house.call(Publish.self) {
      $0[Publish.Input.topicARN] = topic
      $0[Publish.Input.message] = message
      $0[Publish.Input.subject] = subject
    }
    return try #require(answer[Publish.Output.messageID])
  }

  /// What stands behind `Token=` in the text of a mail.
  static func token(in mail: Mail) throws -> String {
    let parts = mail.text.split(separator: "Token=")
    return String(try #require(parts.count > 1 ? parts[1] : nil).prefix { $0 != "\n" && $0 != "\"" })
  }
}

/// A mail server that fails as often as it was told to.
final class RememberedMail: MailPort {
  let isConfigured: Bool
  private let state = Mutex((sent: [(from: String, to: String, message: String)](), failures: 0))
  let arrived = Signal()

  init(isConfigured: Bool) { self.isConfigured = isConfigured }

  var sent: [(from: String, to: String, message: String)] { state.withLock { $0.sent } }

  func fail(_ times: Int) { state.withLock { $0.failures = times } }

  func send(from: String, to: String, _ message: [UInt8]) async throws(AWSError) {
    let fails = state.withLock { state in
      if state.failures > 0 {
        state.failures -= 1
        return true
      }
      state.sent.append((from, to, String(decoding: message, as: UTF8.self)))
      return false
    }
    arrived.raise()
    if fails { throw AWSError("Mail", "451 later, please") }
  }
}

/// HTTP endpoints that keep what is posted to them, and answer as they were told, with 200 after that.
final class RememberedWeb: WebPort {
  struct Post: Sendable {
    var url: String
    var fields: HTTPFields
    var body: String
  }
  private let state = Mutex((posts: [Post](), statuses: [Int]()))
  let arrived = Signal()

  var posts: [Post] { state.withLock { $0.posts } }

  /// The next answers; 0 for none at all.
  func answer(_ statuses: [Int]) { state.withLock { $0.statuses = statuses } }

  func send(
    _ url: String, _ method: String, _ fields: HTTPFields, _ body: [UInt8], seconds: Int
  ) async throws(WebFailure) -> WebAnswer {
    let status = state.withLock { state in
      state.posts.append(Post(url: url, fields: fields, body: String(decoding: body, as: UTF8.self)))
      return state.statuses.isEmpty ? 200 : state.statuses.removeFirst()
    }
    arrived.raise()
    if status == 0 { throw .timedOut }
    return WebAnswer(status: status, fields: HTTPFields(), body: [])
  }

  /// Waits until that many posts have come, for some seconds at most.
  func wait(for count: Int) async -> [Post] {
    for _ in 0..<2000 {
      if posts.count >= count { return posts }
      try? await Task.sleep(nanoseconds: 2_000_000)
    }
    return posts
  }
}

/// Functions that keep their events, and fail as often as they were told to.
final class RememberedFunctions: FunctionPort {
  private let state = Mutex((events: [(function: String, payload: [UInt8])](), errors: [AWSError]()))
  let arrived = Signal()

  var events: [(function: String, payload: [UInt8])] { state.withLock { $0.events } }

  func fail(_ errors: [AWSError]) { state.withLock { $0.errors = errors } }

  func exists(_ function: String, as caller: Caller, region: String) async -> Bool { true }

  func invoke(
    _ function: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) -> FunctionAnswer { throw AWSError.notEmulated("invoke") }

  func invokeAsync(
    _ function: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) {
    let error = state.withLock { state -> AWSError? in
      if !state.errors.isEmpty { return state.errors.removeFirst() }
      state.events.append((function, payload))
      return nil
    }
    arrived.raise()
    if let error { throw error }
  }
}

extension SNSHouse {
  func wire(_ action: String, _ parameters: String) async -> ClientAnswer {
    await house.query(action, parameters, service: "sns", version: "2010-03-31")
  }

  func given(_ action: String, _ parameters: String) async {
    let answer = await wire(action, parameters)
    #expect(answer.status == 200, "\(answer.text)")
  }
}
