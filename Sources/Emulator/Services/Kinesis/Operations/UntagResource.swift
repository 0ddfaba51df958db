import Protocols
import Runtime

/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UntagResource.html
enum UntagResource: AWSOperation {
  enum Input: StructureShape {
    static let tagKeys = Required<[String]>("TagKeys", .length(1...50), .each([.length(1...128)]))
    static let resourceARN = Required<String>("ResourceARN", .length(1...2048), KinesisTraits.resourcePattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("UntagResourceInput", tagKeys, resourceARN, streamID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let resource = try KinesisResource(arn: input[Input.resourceARN], request, service)
    try StreamTags.remove(input[Input.tagKeys], from: resource, service.store)
    return .now(Values())
  }
}
