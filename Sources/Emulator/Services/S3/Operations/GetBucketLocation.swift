import Protocols
import Runtime

/// The bucket's region; nothing for us-east-1. The root of the answer is the value itself, which no other answer has.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
enum GetBucketLocation: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?location")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketLocationRequest", bucket, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let locationConstraint = Member<String>(
      "LocationConstraint", .values(S3Values.bucketLocationConstraint), .unwrapped)
    static let shape = structure("GetBucketLocationOutput", xmlName: "LocationConstraint", [locationConstraint])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    return .now(.with { if bucket.region != "us-east-1" { $0[Output.locationConstraint] = bucket.region } })
  }
}
