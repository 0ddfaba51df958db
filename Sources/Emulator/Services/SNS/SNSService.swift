package import Protocols
package import Runtime
package import Storage

/// Amazon Simple Notification Service (https://docs.aws.amazon.com/sns/latest/api/welcome.html), on one page: what it is
/// on the wire, what it can do, who delivers after it.
///
/// `@unchecked Sendable`: only the Loop touches it; workers come back to the Loop through `Cloud`.
package final class SNSService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "sns", title: "SNS", model: "sns/2010-03-31", signingName: "sns", apiVersion: "2010-03-31",
    xmlNamespace: "http://sns.amazonaws.com/doc/2010-03-31/", protocols: [.awsQuery],
    validationCode: "ValidationError", internalCode: "InternalError", bodyLimit: 4 << 20,
    throttled: AWSError("Throttling", "Rate exceeded"))

  package static let unbuilt = UnbuiltOperation.named(
    """
    CheckIfPhoneNumberIsOptedOut CreatePlatformApplication CreatePlatformEndpoint CreateSMSSandboxPhoneNumber
    DeleteEndpoint DeletePlatformApplication DeleteSMSSandboxPhoneNumber GetDataProtectionPolicy
    GetEndpointAttributes GetPlatformApplicationAttributes GetSMSAttributes GetSMSSandboxAccountStatus
    ListEndpointsByPlatformApplication ListOriginationNumbers ListPhoneNumbersOptedOut ListPlatformApplications
    ListSMSSandboxPhoneNumbers OptInPhoneNumber PutDataProtectionPolicy SetEndpointAttributes
    SetPlatformApplicationAttributes SetSMSAttributes VerifySMSSandboxPhoneNumber
    """)

  package var operations: [OperationEntry] {
    [
      OperationEntry(AddPermission.self, on: self),
      OperationEntry(ConfirmSubscription.self, on: self),
      OperationEntry(CreateTopic.self, on: self),
      OperationEntry(DeleteTopic.self, on: self),
      OperationEntry(GetSubscriptionAttributes.self, on: self),
      OperationEntry(GetTopicAttributes.self, on: self),
      OperationEntry(ListSubscriptions.self, on: self),
      OperationEntry(ListSubscriptionsByTopic.self, on: self),
      OperationEntry(ListTagsForResource.self, on: self),
      OperationEntry(ListTopics.self, on: self),
      OperationEntry(Publish.self, on: self),
      OperationEntry(PublishBatch.self, on: self),
      OperationEntry(RemovePermission.self, on: self),
      OperationEntry(SetSubscriptionAttributes.self, on: self),
      OperationEntry(SetTopicAttributes.self, on: self),
      OperationEntry(Subscribe.self, on: self),
      OperationEntry(TagResource.self, on: self),
      OperationEntry(Unsubscribe.self, on: self),
      OperationEntry(UntagResource.self, on: self),
    ]
  }

  let store: SNSStore
  var ids = IDs()
  private let setting: ServiceSetting
  private let mailSignal = Signal()
  private let invocationSignal = Signal()
  private let postSignal = Signal()
  /// What messages are signed with, once one was.
  private var signer: MessageSigner?

  package init(_ database: Database, _ setting: ServiceSetting) throws {
    store = try SNSStore(database)
    self.setting = setting
  }

  package func start() {
    let store = LoopOnly(store)
    if sendsMail {
      let worker = MailWorker(store: store, setting: setting, signal: mailSignal)
      setting.workers.spawn("sns mail") { await worker.run() }
    }
    let signing = Signing(service: LoopOnly(self), setting: setting)
    let worker = InvocationWorker(store: store, signing: signing, setting: setting, signal: invocationSignal)
    setting.workers.spawn("sns functions") { await worker.run() }
    let posts = PostWorker(store: store, signing: signing, setting: setting, signal: postSignal)
    setting.workers.spawn("sns posts") { await posts.run() }
    scheduleSweep()
  }

  package func reset(account: String?) throws(AWSError) { try store.deleteAll(of: account) }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] {
    [("topics", store.topics.count), ("subscriptions", store.subscriptions.count)]
  }

  /// Every e-mail, oldest first. Loop only; none when the database fails.
  package var mailbox: [Mail] { (try? store.mails()) ?? [] }

  // MARK: Delivery: what follows from a request is committed with it

  private var sendsMail: Bool { setting.ports.mail?.isConfigured ?? false }

  var confirmsEmailAtOnce: Bool { setting.configuration.autoConfirmEmail }

  /// The link that confirms a subscription; it works from a browser.
  func confirmationLink(_ topicARN: String, _ token: String) -> String {
    "\(setting.configuration.endpoint)/?Action=ConfirmSubscription&TopicArn=\(topicARN)&Token=\(token)"
  }

  /// The link that ends a subscription.
  func unsubscribeLink(_ subscriptionARN: String) -> String {
    "\(setting.configuration.endpoint)/?Action=Unsubscribe&SubscriptionArn=\(subscriptionARN)"
  }

  /// Hands a message to every confirmed subscription that wants it.
  func deliver(_ message: PublishedMessage, to topic: TopicRecord) throws(AWSError) {
    guard let arns = store.subscribers[topic.arn] else { return }
    for arn in arns {
      guard let subscription = store.subscriptions[arn], subscription.isConfirmed else { continue }
      let body = message.body(for: subscription.deliveryProtocol)
      if let filter = subscription.filter, !filter.wants(message, body: body) { continue }
      let text = NotificationText(
        message: message, topicARN: topic.arn, subscriptionARN: arn, unsubscribeURL: unsubscribeLink(arn), body: body,
        signatureVersion: SignatureVersion(of: topic))
      switch subscription.deliveryProtocol {
      case "lambda":
        try store.insert(
          invocationOf: subscription.endpoint, text.lambdaEvent, account: topic.account,
          now: Int(message.time.milliseconds))
        store.round.afterCommit { [invocationSignal] in invocationSignal.raise() }
      case "http", "https":
        if subscription.attributes["RawMessageDelivery"] == "true" {
          try post("Notification", nil, raw: Array(body.utf8), message.id, to: subscription, topic, now: message.time)
        } else {
          try post("Notification", text.document, message.id, to: subscription, topic, now: message.time)
        }
      case "email-json":
        var mail = MailText.notification(topic, message, body: body, unsubscribe: text.unsubscribeURL)
        mail.text = try signed(text.document)
        try send(mail, to: subscription.endpoint, about: topic, now: message.time)
      default:
        let mail = MailText.notification(topic, message, body: body, unsubscribe: text.unsubscribeURL)
        try send(mail, to: subscription.endpoint, about: topic, now: message.time)
      }
    }
  }

  /// Hands a message to the worker that posts; one without a text is raw.
  func post(
    _ kind: String, _ text: UnsignedText?, raw: [UInt8] = [], _ messageID: String, to subscription: SubscriptionRecord,
    _ topic: TopicRecord, now: Timestamp
  ) throws(AWSError) {
    try store.insert(
      post: kind, to: subscription, messageID: messageID, text, raw: raw, account: topic.account,
      now: Int(now.milliseconds))
    store.round.afterCommit { [postSignal] in postSignal.raise() }
  }

  /// 256 hexadecimal digits with AWS's beginning.
  func token() -> String { "2336412f37fb687f5d51e6e2425929f5" + ids.hex(224) }

  /// Puts an e-mail into the mailbox, and into the hands of the mail server where there is one.
  func send(_ mail: MailText, to address: String, about topic: TopicRecord, now: Timestamp) throws(AWSError) {
    try store.insert(
      mail: ids.uuid(), mail, to: address, topic: topic, status: sendsMail ? "sending" : "kept",
      now: Int(now.milliseconds))
    if sendsMail { store.round.afterCommit { [mailSignal] in mailSignal.raise() } }
  }

  // MARK: Signatures

  static let certificateName = "sns.amazonaws.com"

  /// Where the certificate is served, named after what it is.
  static func certificatePath(_ signer: MessageSigner) -> String {
    let name = SHA256.hash(String(decoding: signer.certificate, as: UTF8.self)).prefix(16)
    return "/_cauce/sns/SimpleNotificationService-\(Hex.encode(Array(name))).pem"
  }

  /// The certificate of that name, in PEM. Loop only.
  package func certificate(named name: String) -> [UInt8]? {
    guard let signer = try? knownSigner(), SNSService.certificatePath(signer).hasSuffix("/\(name)") else { return nil }
    return signer.certificate
  }

  /// nil before the first message is signed.
  func knownSigner() throws(AWSError) -> MessageSigner? {
    if signer == nil { signer = try store.signingPEM().flatMap { MessageSigner(pem: $0) } }
    return signer
  }

  /// Keeps it, unless another came before; what counts from now on.
  func adopt(_ new: MessageSigner) throws(AWSError) -> MessageSigner {
    if let known = try knownSigner() { return known }
    try store.keep(signingPEM: new.pem)
    signer = new
    store.round.onUndo { [self] in signer = nil }
    return new
  }

  /// For what goes into a mailbox, which has no worker of its own: signed at once.
  func signed(_ text: UnsignedText) throws(AWSError) -> String {
    var signer = try knownSigner()
    if signer == nil, let made = MessageSigner.make(name: SNSService.certificateName) { signer = try adopt(made) }
    guard let signer else { throw AWSError.internal("no key to sign with can be made") }
    let url = setting.configuration.endpoint + SNSService.certificatePath(signer)
    return String(decoding: text.signed(by: signer, certificateURL: url), as: UTF8.self)
  }

  // MARK: Sweeping: what was dropped, and subscriptions that nobody confirmed, go in pages

  private static let sweepInterval: Int64 = 60_000

  private func sweepPage() async -> Bool? {
    await setting.cloud.step { [self] () throws(AWSError) -> Bool in try store.sweep(now: setting.clock.now) }
  }

  private func scheduleSweep() {
    setting.workers.at(milliseconds: setting.clock.milliseconds + SNSService.sweepInterval) { [self] in
      setting.workers.spawn("sns sweep") { [self] in
        while await sweepPage() == true {}
        setting.cloud.loop.post { [self] in scheduleSweep() }
      }
    }
  }
}
