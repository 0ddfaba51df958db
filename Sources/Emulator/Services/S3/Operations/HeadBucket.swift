import Protocols
import Runtime

/// Whether the bucket is there, and where.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
enum HeadBucket: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("HEAD", "/{Bucket}")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("HeadBucketRequest", bucket, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let bucketArn = Member<String>(
      "BucketArn", .length(1...128), .pattern(#"arn:[^:]+:(s3|s3express):.*"#), .header("x-amz-bucket-arn"))
    static let bucketLocationType = Member<String>(
      "BucketLocationType", .values(S3Values.locationType), .header("x-amz-bucket-location-type"))
    static let bucketLocationName = Member<String>("BucketLocationName", .header("x-amz-bucket-location-name"))
    static let bucketRegion = Member<String>("BucketRegion", .length(0...20), .header("x-amz-bucket-region"))
    static let accessPointAlias = Member<Bool>("AccessPointAlias", .header("x-amz-access-point-alias"))
    static let shape = structure(
      "HeadBucketOutput", bucketArn, bucketLocationType, bucketLocationName, bucketRegion, accessPointAlias)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    return .now(
      .with {
        $0[Output.bucketRegion] = bucket.region
        $0[Output.bucketArn] = "arn:aws:s3:::\(bucket.name)"
        $0[Output.accessPointAlias] = false
      })
  }
}
