import Protocols
import Runtime

/// Who pays for requests: the bucket's owner, unless set otherwise.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html
enum GetBucketRequestPayment: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?requestPayment")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketRequestPaymentRequest", bucket, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let payer = Member<String>("Payer", .values(["Requester", "BucketOwner"]))
    static let shape = structure("GetBucketRequestPaymentOutput", xmlName: "RequestPaymentConfiguration", [payer])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let kept = try service.kept(.requestPayment, of: bucket, as: Output.self)
    return .now(kept ?? .with { $0[Output.payer] = "BucketOwner" })
  }
}
