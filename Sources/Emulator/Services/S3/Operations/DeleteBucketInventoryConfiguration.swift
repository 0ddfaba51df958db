import Protocols
import Runtime

/// Forgets one report of the objects.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketInventoryConfiguration.html
enum DeleteBucketInventoryConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("DELETE", "/{Bucket}?inventory", status: 204, queryKeys: ["id"])

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let id = Required<String>("Id", .query("id"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("DeleteBucketInventoryConfigurationRequest", bucket, id, expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard try service.forget(.inventory, of: bucket, id: input[Input.id]) else { throw AWSError.noSuchConfiguration() }
    return .now(Values())
  }
}
