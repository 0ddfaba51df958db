import Protocols
import Runtime

/// Buffers up to 500 records and 4 MiB; each has its result.
/// https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
enum PutRecordBatch: AWSOperation {
  enum Input: StructureShape {
    static let deliveryStreamName = Required<String>("DeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
    static let records = Required<[Values<Record>]>("Records", .length(1...500))
    static let shape = structure("PutRecordBatchInput", deliveryStreamName, records)
  }
  enum Output: StructureShape {
    static let failedPutCount = Required<Int32>("FailedPutCount", .atLeast(0))
    static let encrypted = Member<Bool>("Encrypted")
    static let requestResponses = Required<[Values<PutRecordBatchResponseEntry>]>("RequestResponses", .length(1...500))
    static let shape = structure("PutRecordBatchOutput", failedPutCount, encrypted, requestResponses)
  }
  enum PutRecordBatchResponseEntry: StructureShape {
    static let recordID = Member<String>("RecordId", .atLeast(1))
    static let errorCode = Member<String>("ErrorCode")
    static let errorMessage = Member<String>("ErrorMessage")
    static let shape = structure("PutRecordBatchResponseEntry", recordID, errorCode, errorMessage)
  }

  private static let callLimit = 4 << 20

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try DeliveryStreamReference.stream(
      input[Input.deliveryStreamName], request.account, request.region, service)
    if stream.source != nil { throw AWSError.notPermitted(on: stream.type) }
    let records = input[Input.records]
    if records.reduce(0, { $0 + $1[Record.data].count }) > callLimit {
      throw AWSError.invalidArgument("Records size exceeds 4 MB limit")
    }
    let now = Int(request.now.milliseconds)
    var results: [Values<PutRecordBatchResponseEntry>] = []
    results.reserveCapacity(records.count)
    for record in records {
      try service.append(record[Record.data].bytes, arrival: now, to: stream, now: now)
      results.append(.with { $0[PutRecordBatchResponseEntry.recordID] = service.recordID() })
    }
    return .now(
      .with {
        $0[Output.failedPutCount] = 0
        $0[Output.encrypted] = stream.settings.encryption != nil
        $0[Output.requestResponses] = results
      })
  }
}
