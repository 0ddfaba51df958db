import Protocols
import Runtime

/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_AddTagsToStream.html
enum AddTagsToStream: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let tags = Required<[String: String]>(
      "Tags", .length(1...200), .keys([.length(1...128)]), .mapped([.length(0...256)]))
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("AddTagsToStreamInput", streamName, tags, streamARN, streamID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.stream(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    try StreamTags.add(input[Input.tags], to: .stream(stream), service.store)
    return .now(Values())
  }
}
