import Protocols
import Runtime

/// A subscription as the store keeps it.
struct SubscriptionRecord: Sendable {
  var arn: String
  var topicARN: String
  /// The account that subscribed.
  var owner: String
  var deliveryProtocol: String
  var endpoint: String
  /// Milliseconds since 1970.
  var created: Int
  var isConfirmed: Bool
  /// Whether it was confirmed by a signed request.
  var wasAuthenticated: Bool
  /// Whether only a signed request may end it.
  var authenticatesUnsubscribe: Bool
  /// The ARN of who subscribed.
  var principal: String
  var attributes: [String: String]
  /// Of `attributes`, ready to be asked; nil lets every message through.
  var filter: FilterPolicy?

  /// Milliseconds that an address has to confirm.
  static let confirmationPeriod = 48 * 3_600_000

  /// Whether nobody confirmed it in time: it is then as good as gone, and the sweep takes it.
  func isExpired(_ now: Timestamp) -> Bool {
    !isConfirmed && Int(now.milliseconds) - created > SubscriptionRecord.confirmationPeriod
  }

  /// Whether it is delivered to over HTTP.
  var isWeb: Bool { deliveryProtocol == "http" || deliveryProtocol == "https" }

  /// As it is shown: without the password that an address may hold.
  var listedEndpoint: String {
    guard isWeb, let address = WebAddress(endpoint), let user = address.user else { return endpoint }
    return
      "\(deliveryProtocol)://\(user.split(separator: ":", omittingEmptySubsequences: false)[0]):****@\(address.rest)"
  }

  /// As lists show it: the ARN of a subscription is told once it is confirmed.
  var listedARN: String { isConfirmed ? arn : "PendingConfirmation" }

  var region: String { ARN(topicARN)?.region ?? "" }

  /// The subscription that the ARN names.
  static func find(
    _ text: String, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> SubscriptionRecord {
    if let found = service.store.subscriptions[text], !found.isExpired(request.now) { return found }
    try checkARN(text, request)
    throw AWSError.subscriptionNotFound()
  }

  static func checkARN(_ text: String, _ request: RequestContext) throws(AWSError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count < 6 {
      throw AWSError.invalidParameter(
        "SubscriptionArn Reason: An ARN must have at least 6 elements, not \(parts.count)")
    }
    guard parts.count == 7, parts[2] == "sns" else {
      throw AWSError.invalidParameter("SubscriptionArn Reason: An ARN must have a SubscriptionId")
    }
  }
}
