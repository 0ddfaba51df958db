import Protocols
import Runtime

/// The tags of a topic: at most 50, none with a name of AWS's own.
enum TopicTags {
  private static let limit = 50

  static func add(_ tags: [Values<Tag>], to topicARN: String, _ service: SNSService) throws(AWSError) {
    if tags.isEmpty { return }
    var names: Set<String> = []
    for tag in tags {
      let name = tag[Tag.key]
      if name.lowercased().hasPrefix("aws:") {
        throw AWSError.invalidParameter("Tag keys may not start with aws:")
      }
      if !names.insert(name).inserted { throw AWSError.invalidParameter("Duplicated keys are not allowed.") }
    }
    let kept = try service.store.tags(of: topicARN)
    names.formUnion(kept.map(\.name))
    if names.count > limit {
      throw AWSError("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded")
    }
    for tag in tags { try service.store.setTag(tag[Tag.key], tag[Tag.value], of: topicARN) }
  }

  /// The topic that a tag operation names.
  static func topicARN(
    _ text: String, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> String {
    try TopicRecord.checkARN(text, parameter: "ResourceArn", request)
    guard service.store.topics[text] != nil else { throw AWSError.resourceNotFound() }
    return text
  }
}
