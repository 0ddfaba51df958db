import Protocols
import Runtime

/// One report of the objects, by its id.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketInventoryConfiguration.html
enum GetBucketInventoryConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?inventory", queryKeys: ["id"])

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let id = Required<String>("Id", .query("id"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketInventoryConfigurationRequest", bucket, id, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let inventoryConfiguration = Member<Values<InventoryConfiguration>>("InventoryConfiguration", .payload)
    static let shape = structure("GetBucketInventoryConfigurationOutput", inventoryConfiguration)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let kept = try service.kept(.inventory, of: bucket, id: input[Input.id], as: InventoryConfiguration.self)
    else {
      throw AWSError.noSuchConfiguration()
    }
    return .now(.with { $0[Output.inventoryConfiguration] = kept })
  }
}
