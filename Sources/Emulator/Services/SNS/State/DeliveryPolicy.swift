import Protocols

/// How a message is delivered over HTTP: of a subscription, of a topic for all of its subscriptions, or SNS's own
/// (https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html#creating-delivery-policy).
struct DeliveryPolicy: Sendable, Equatable {
  /// Seconds.
  var minDelayTarget = 20
  var maxDelayTarget = 20
  var numRetries = 3
  var numNoDelayRetries = 0
  var numMinDelayRetries = 0
  var numMaxDelayRetries = 0
  var backoff = RetryPolicy.Backoff.linear
  var contentType = DeliveryPolicy.standardType

  static let standardType = "text/plain; charset=UTF-8"

  var retries: RetryPolicy {
    RetryPolicy(
      immediate: numNoDelayRetries, steady: numMinDelayRetries,
      growing: numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries, slow: numMaxDelayRetries,
      shortest: minDelayTarget * 1000, longest: maxDelayTarget * 1000, backoff: backoff)
  }

  /// What counts for a subscription. A topic may forbid that its subscriptions have their own.
  static func effective(_ topic: TopicRecord?, _ subscription: SubscriptionRecord?) -> DeliveryPolicy {
    let general = topic?.attributes["DeliveryPolicy"].flatMap { (try? JSONValue.parse($0))?["http"] }
    if general?["disableSubscriptionOverrides"]?.bool != true, let own = subscription?.attributes["DeliveryPolicy"],
      let json = try? JSONValue.parse(own), let policy = try? DeliveryPolicy(json, isOfTopic: false)
    {
      return policy
    }
    guard let general, let policy = try? DeliveryPolicy(general, isOfTopic: true) else { return DeliveryPolicy() }
    return policy
  }

  // MARK: As it is written

  static func check(ofSubscription text: String) throws(AWSError) {
    guard let json = try? JSONValue.parse(text), json.object != nil else { throw invalid("failed to parse JSON.") }
    _ = try DeliveryPolicy(json, isOfTopic: false)
  }

  static func check(ofTopic text: String) throws(AWSError) {
    guard let json = try? JSONValue.parse(text), let object = json.object else {
      throw invalid("failed to parse JSON.")
    }
    for member in object.members where member.key != "http" { throw invalid("Unexpected JSON member: \(member.key)") }
    guard let http = object["http"] else { return }
    _ = try DeliveryPolicy(http, isOfTopic: true)
  }

  private static func invalid(_ why: String) -> AWSError { .invalidParameter("DeliveryPolicy: \(why)") }

  init() {}

  private init(_ json: JSONValue, isOfTopic: Bool) throws(AWSError) {
    guard let object = json.object else { throw DeliveryPolicy.invalid("failed to parse JSON.") }
    for member in object.members {
      switch (member.key, isOfTopic) {
      case ("healthyRetryPolicy", false), ("defaultHealthyRetryPolicy", true):
        if member.value != .null { try readRetries(member.value, member.key) }
      case ("requestPolicy", false), ("defaultRequestPolicy", true):
        if let type = member.value["headerContentType"]?.string { try setType(type) }
      case ("throttlePolicy", false), ("defaultThrottlePolicy", true):
        if member.value["maxReceivesPerSecond"] != nil { throw AWSError.notEmulated("maxReceivesPerSecond") }
      case ("disableSubscriptionOverrides", true):
        guard member.value.bool != nil else {
          throw DeliveryPolicy.invalid("disableSubscriptionOverrides must be a boolean")
        }
      case ("sicklyRetryPolicy", _), ("defaultSicklyRetryPolicy", _):
        guard member.value == .null else { throw AWSError.notEmulated("sicklyRetryPolicy") }
      case ("guaranteed", false): break
      default: throw DeliveryPolicy.invalid("Unexpected JSON member: \(member.key)")
      }
    }
  }

  private mutating func setType(_ type: String) throws(AWSError) {
    let isClean = type.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
    guard type.contains("/"), isClean else {
      throw DeliveryPolicy.invalid("requestPolicy.headerContentType is not a content type")
    }
    contentType = type
  }

  /// The bounds are those of the documentation: delays of 1 to 3,600 s, at most 100 retries, each phase a part of them.
  private mutating func readRetries(_ json: JSONValue, _ name: String) throws(AWSError) {
    guard let object = json.object else { throw DeliveryPolicy.invalid("\(name) must be an object") }
    func number(_ key: String, _ range: ClosedRange<Int>, or standard: Int) throws(AWSError) -> Int {
      guard let value = object[key], value != .null else { return standard }
      guard let number = value.int, range.contains(number) else {
        throw DeliveryPolicy.invalid(
          "\(name).\(key) must be greater than or equal to \(range.lowerBound) and less than or equal to "
            + "\(range.upperBound)")
      }
      return number
    }
    minDelayTarget = try number("minDelayTarget", 1...3600, or: 20)
    maxDelayTarget = try number("maxDelayTarget", minDelayTarget...3600, or: max(20, minDelayTarget))
    numRetries = try number("numRetries", 0...100, or: 3)
    numNoDelayRetries = try number("numNoDelayRetries", 0...numRetries, or: 0)
    numMinDelayRetries = try number("numMinDelayRetries", 0...numRetries, or: 0)
    numMaxDelayRetries = try number("numMaxDelayRetries", 0...numRetries, or: 0)
    if numNoDelayRetries + numMinDelayRetries + numMaxDelayRetries > numRetries {
      throw DeliveryPolicy.invalid(
        "\(name).numRetries must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries and "
          + "numMaxDelayRetries")
    }
    if let text = object["backoffFunction"]?.string {
      guard let known = RetryPolicy.Backoff(rawValue: text) else {
        throw DeliveryPolicy.invalid(
          "\(name).backoffFunction must be one of linear, arithmetic, geometric, exponential")
      }
      backoff = known
    }
  }

  // MARK: As AWS shows it

  private var retriesText: String {
    #"{"minDelayTarget":\#(minDelayTarget),"maxDelayTarget":\#(maxDelayTarget),"numRetries":\#(numRetries),"#
      + #""numMaxDelayRetries":\#(numMaxDelayRetries),"numNoDelayRetries":\#(numNoDelayRetries),"#
      + #""numMinDelayRetries":\#(numMinDelayRetries),"backoffFunction":"\#(backoff.rawValue)"}"#
  }

  private var requestText: String { #"{"headerContentType":\#(JSONValue.string(contentType).text)}"# }

  var textOfSubscription: String {
    #"{"healthyRetryPolicy":\#(retriesText),"sicklyRetryPolicy":null,"throttlePolicy":null,"#
      + #""requestPolicy":\#(requestText),"guaranteed":false}"#
  }

  func textOfTopic(disablesOverrides: Bool) -> String {
    #"{"http":{"defaultHealthyRetryPolicy":\#(retriesText),"#
      + #""disableSubscriptionOverrides":\#(disablesOverrides),"defaultRequestPolicy":\#(requestText)}}"#
  }
}
