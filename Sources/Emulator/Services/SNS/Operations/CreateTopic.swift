import Protocols
import Runtime

/// Makes a standard topic. The same name with the same attributes and tags gives the topic that is there; differing ones
/// are refused.
/// https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
enum CreateTopic: AWSOperation {
  enum Input: StructureShape {
    static let name = Required<String>("Name")
    static let attributes = Member<[String: String]>("Attributes")
    static let tags = Member<[Values<Tag>]>("Tags")
    static let dataProtectionPolicy = Member<String>("DataProtectionPolicy", .notEmulated)
    static let shape = structure("CreateTopicInput", name, attributes, tags, dataProtectionPolicy)
  }
  enum Output: StructureShape {
    static let topicARN = Member<String>("TopicArn")
    static let shape = structure("CreateTopicResponse", topicARN)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.name]
    try checkName(name)
    let arn = request.arn("sns", name)
    var attributes: [String: String] = [:]
    for (key, value) in (input[Input.attributes] ?? [:]).sorted(by: { $0.key < $1.key }) {
      attributes[key] = try TopicAttributes.checked(key, value, of: arn)
    }
    let tags = input[Input.tags] ?? []
    if let topic = service.store.topics[arn] {
      for key in (input[Input.attributes] ?? [:]).keys where topic.attributes[key] != attributes[key] {
        throw AWSError.invalidParameter("Attributes Reason: Topic already exists with different attributes")
      }
      let kept = try service.store.tags(of: arn)
      for tag in tags where !kept.contains(where: { $0.name == tag[Tag.key] && $0.value == tag[Tag.value] }) {
        throw AWSError.invalidParameter("Tags Reason: Topic already exists with different tags")
      }
      return .now(.with { $0[Output.topicARN] = arn })
    }
    let topic = TopicRecord(
      account: request.account, region: request.region, name: name, created: Int(request.now.milliseconds),
      attributes: attributes, deletedSubscriptions: 0)
    try service.store.put(topic)
    try TopicTags.add(tags, to: arn, service)
    return .now(.with { $0[Output.topicARN] = arn })
  }

  /// 1 to 256 letters, digits, hyphens and underscores. A name that ends in `.fifo` is a FIFO topic's, which needs the
  /// attribute too.
  private static func checkName(_ name: String) throws(AWSError) {
    var valid = (1...256).contains(name.utf8.count)
    for byte in name.utf8 {
      let isLetter = (byte | 0x20) >= 97 && (byte | 0x20) <= 122
      let isDigit = byte >= 48 && byte <= 57
      if !isLetter, !isDigit, byte != UInt8(ascii: "-"), byte != UInt8(ascii: "_") { valid = false }
    }
    if valid { return }
    if name.hasSuffix(".fifo") { throw AWSError.notEmulated("A FIFO topic (\(name))") }
    throw AWSError.invalidParameter("Topic Name")
  }
}
