import Protocols
import Runtime

/// Sets how large a record may be with its partition key, 1 to 10 MiB. The present size is accepted (recorded from AWS).
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateMaxRecordSize.html
enum UpdateMaxRecordSize: AWSOperation {
  enum Input: StructureShape {
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let maxRecordSize = Required<Int32>("MaxRecordSizeInKiB", .range(1024...10240))
    static let shape = structure("UpdateMaxRecordSizeInput", streamARN, streamID, maxRecordSize)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.active(name: nil, arn: input[Input.streamARN], request, service)
    let size = Int(input[Input.maxRecordSize])
    if size != stream.settings.maxRecordKiB {
      try service.change(stream, .maxRecordSize(kib: size), now: Int(request.now.milliseconds))
    }
    return .now(Values())
  }
}
