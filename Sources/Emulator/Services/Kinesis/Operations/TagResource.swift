import Protocols
import Runtime

/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_TagResource.html
enum TagResource: AWSOperation {
  enum Input: StructureShape {
    static let tags = Required<[String: String]>(
      "Tags", .length(1...200), .keys([.length(1...128)]), .mapped([.length(0...256)]))
    static let resourceARN = Required<String>("ResourceARN", .length(1...2048), KinesisTraits.resourcePattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("TagResourceInput", tags, resourceARN, streamID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let resource = try KinesisResource(arn: input[Input.resourceARN], request, service)
    try StreamTags.add(input[Input.tags], to: resource, service.store)
    return .now(Values())
  }
}
