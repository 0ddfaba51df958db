import Protocols
import Runtime

/// Filters the contents of an object by a statement of SQL and answers with the rows, as events. CSV and JSON, plain or
/// with gzip; the object is read in pieces on the blobs' threads.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_SelectObjectContent.html
enum SelectObjectContent: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("POST", "/{Bucket}/{Key+}?select&select-type=2")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let sseCustomerAlgorithm = Member<String>(
      "SSECustomerAlgorithm", .header("x-amz-server-side-encryption-customer-algorithm"), .notEmulated)
    static let sseCustomerKey = Member<String>(
      "SSECustomerKey", .header("x-amz-server-side-encryption-customer-key"), .notEmulated)
    static let sseCustomerKeyMD5 = Member<String>(
      "SSECustomerKeyMD5", .header("x-amz-server-side-encryption-customer-key-MD5"), .notEmulated)
    static let expression = Required<String>("Expression")
    static let expressionType = Required<String>("ExpressionType", .values(["SQL"]))
    static let requestProgress = Member<Values<RequestProgress>>("RequestProgress")
    static let inputSerialization = Required<Values<InputSerialization>>("InputSerialization")
    static let outputSerialization = Required<Values<OutputSerialization>>("OutputSerialization")
    static let scanRange = Member<Values<ScanRange>>("ScanRange")
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "SelectObjectContentRequest", bucket, key, sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5, expression,
      expressionType, requestProgress, inputSerialization, outputSerialization, scanRange, expectedBucketOwner)
  }
  enum Output: StructureShape {
    /// Events alone; `RecordsEvent` and its like are its stream.
    static let shape = structure("SelectObjectContentOutput")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let key = input[Input.key]
    let object = try service.object(bucket, key, version: nil)
    if object.isArchived(request.now) { throw AWSError.invalidObjectState(object) }
    if ObjectAttributes(stored: object.attributes).customerKeyMD5 != nil {
      throw AWSError.invalidRequest(
        "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve "
          + "the object.")
    }
    let plan = try SelectPlan(input, size: object.size, now: request.now)
    let content = try service.store.content(of: object, plan.range)
    let body = EventStreamBody(initial: Structure(Output.shape))
    let delivery = SelectDelivery(
      plan, content, body, service, hold: object.body.map { BodyHold($0, service.store) })
    service.spawn("s3 select") { await delivery.run() }
    return .body(Values(), .stream(body))
  }
}
