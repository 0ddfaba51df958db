import Protocols
import Runtime

/// Sets how long records are kept, 24 to 8,760 hours; the present value is accepted (texts recorded from AWS).
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DecreaseStreamRetentionPeriod.html
enum DecreaseStreamRetentionPeriod: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let retentionPeriodHours = Required<Int32>("RetentionPeriodHours")
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure(
      "DecreaseStreamRetentionPeriodInput", streamName, retentionPeriodHours, streamARN, streamID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.active(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    let hours = Int(input[Input.retentionPeriodHours])
    try RetentionPeriod.check(hours)
    if hours > stream.settings.retentionHours {
      throw AWSError.invalidArgument(
        "Requested retention period (\(hours) hours) for stream \(stream.name) can not be longer than existing "
          + "retention period (\(stream.settings.retentionHours) hours). Use IncreaseRetentionPeriod API.")
    }
    if hours != stream.settings.retentionHours {
      try service.change(stream, .retention(hours: hours), now: Int(request.now.milliseconds))
    }
    return .now(Values())
  }
}
