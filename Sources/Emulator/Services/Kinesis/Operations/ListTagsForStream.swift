import Protocols
import Runtime

/// A stream's tags in byte order of their keys, a page of them.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListTagsForStream.html
enum ListTagsForStream: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let exclusiveStartTagKey = Member<String>("ExclusiveStartTagKey", .length(1...128))
    static let limit = Member<Int32>("Limit", .range(1...50))
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure(
      "ListTagsForStreamInput", streamName, exclusiveStartTagKey, limit, streamARN, streamID)
  }
  enum Output: StructureShape {
    static let tags = Required<[Values<Tag>]>("Tags")
    static let hasMoreTags = Required<Bool>("HasMoreTags")
    static let shape = structure("ListTagsForStreamOutput", hasMoreTags, tags)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.stream(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    var tags = try service.store.tags(of: .stream(stream))[...]
    if let start = input[Input.exclusiveStartTagKey] {
      tags = tags.drop { !start.utf8.lexicographicallyPrecedes($0.name.utf8) }
    }
    let page = tags.prefix(Int(input[Input.limit] ?? 50))
    return .now(
      .with { out in
        out[Output.tags] = page.map { tag in
          .with {
            $0[Tag.key] = tag.name
            $0[Tag.value] = tag.value
          }
        }
        out[Output.hasMoreTags] = page.count < tags.count
      })
  }
}
