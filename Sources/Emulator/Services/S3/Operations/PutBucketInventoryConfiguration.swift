import Protocols
import Runtime

/// Keeps a report of the objects under its id; nothing is made of it.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html
enum PutBucketInventoryConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?inventory", status: 204, queryKeys: ["id"])

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let id = Required<String>("Id", .query("id"))
    static let inventoryConfiguration = Required<Values<InventoryConfiguration>>(
      "InventoryConfiguration", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutBucketInventoryConfigurationRequest", bucket, id, inventoryConfiguration, expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let configuration = input[Input.inventoryConfiguration]
    if configuration[InventoryConfiguration.id] != input[Input.id] { throw AWSError.idMismatch() }
    try InventoryConfiguration.check(configuration)
    try service.keep(.inventory, configuration, of: bucket, id: input[Input.id])
    return .now(Values())
  }
}
