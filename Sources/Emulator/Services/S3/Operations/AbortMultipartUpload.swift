import Protocols
import Runtime

/// Ends an upload without an object; its parts are swept.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
enum AbortMultipartUpload: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("DELETE", "/{Bucket}/{Key+}", status: 204, queryKeys: ["uploadId"])

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let uploadID = Required<String>("UploadId", .query("uploadId"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let ifMatchInitiatedTime = Member<Timestamp>(
      "IfMatchInitiatedTime", .header("x-amz-if-match-initiated-time"), .timestamp(.httpDate))
    static let shape = structure(
      "AbortMultipartUploadRequest", bucket, key, uploadID, requestPayer, expectedBucketOwner, ifMatchInitiatedTime)
  }
  enum Output: StructureShape {
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure("AbortMultipartUploadOutput", requestCharged)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let upload = try service.openUpload(input[Input.uploadID], bucket, input[Input.key])
    if let time = input[Input.ifMatchInitiatedTime], time.seconds != upload.initiated.seconds {
      throw AWSError.preconditionFailed("x-amz-if-match-initiated-time")
    }
    try service.uploads.abort(upload)
    return .now(Values())
  }
}
