import Protocols
import Runtime

/// A topic as the store keeps it.
struct TopicRecord: Sendable {
  var account: String
  var region: String
  var name: String
  /// Milliseconds since 1970.
  var created: Int
  /// The attributes that were set, by AWS's names.
  var attributes: [String: String]
  /// Subscriptions that were ended since the topic was made.
  var deletedSubscriptions: Int

  var arn: String { "arn:aws:sns:\(region):\(account):\(name)" }

  /// The topic that the ARN names. `parameter` is the name under which it was sent. A topic of another region is refused,
  /// unless the request came without a signature and so names no region.
  static func find(
    _ text: String, parameter: String = "TopicArn", _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> TopicRecord {
    // Most requests name a topic that is there.
    if let topic = service.store.topics[text],
      topic.region == request.region || request.isUnsigned
    {
      return topic
    }
    try checkARN(text, parameter: parameter, request)
    guard let topic = service.store.topics[text] else { throw AWSError.topicNotFound() }
    return topic
  }

  static func checkARN(_ text: String, parameter: String, _ request: RequestContext) throws(AWSError) {
    let count = text.split(separator: ":", omittingEmptySubsequences: false).count
    if count < 6 {
      throw AWSError.invalidParameter("\(parameter) Reason: An ARN must have at least 6 elements, not \(count)")
    }
    guard let arn = ARN(text), arn.service == "sns",
      arn.region == request.region || request.isUnsigned
    else {
      throw AWSError.invalidParameter(parameter)
    }
  }
}

extension RequestContext {
  /// Whether it came over the wire without a signature, as the links of e-mails do.
  var isUnsigned: Bool { head != nil && caller.accessKey.isEmpty }
}
