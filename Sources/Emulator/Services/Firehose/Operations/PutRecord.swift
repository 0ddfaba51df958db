import Protocols
import Runtime

/// Buffers a record; it is kept once the answer is sent.
/// https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html
enum PutRecord: AWSOperation {
  enum Input: StructureShape {
    static let deliveryStreamName = Required<String>("DeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
    static let record = Required<Values<Record>>("Record")
    static let shape = structure("PutRecordInput", deliveryStreamName, record)
  }
  enum Output: StructureShape {
    static let recordID = Required<String>("RecordId", .atLeast(1))
    static let encrypted = Member<Bool>("Encrypted")
    static let shape = structure("PutRecordOutput", recordID, encrypted)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try DeliveryStreamReference.stream(
      input[Input.deliveryStreamName], request.account, request.region, service)
    if stream.source != nil { throw AWSError.notPermitted(on: stream.type) }
    let now = Int(request.now.milliseconds)
    try service.append(input[Input.record][Record.data].bytes, arrival: now, to: stream, now: now)
    return .now(
      .with {
        $0[Output.recordID] = service.recordID()
        $0[Output.encrypted] = stream.settings.encryption != nil
      })
  }
}
