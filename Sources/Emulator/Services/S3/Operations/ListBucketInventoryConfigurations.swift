import Protocols
import Runtime

/// Each report of the objects in the order of the ids, a hundred a page.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketInventoryConfigurations.html
enum ListBucketInventoryConfigurations: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?inventory")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let continuationToken = Member<String>("ContinuationToken", .query("continuation-token"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "ListBucketInventoryConfigurationsRequest", bucket, continuationToken, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let continuationToken = Member<String>("ContinuationToken")
    static let inventoryConfigurationList = Member<[Values<InventoryConfiguration>]>(
      "InventoryConfigurationList", .xmlName("InventoryConfiguration"), .flattened)
    static let isTruncated = Member<Bool>("IsTruncated")
    static let nextContinuationToken = Member<String>("NextContinuationToken")
    static let shape = structure(
      "ListBucketInventoryConfigurationsOutput", xmlName: "ListInventoryConfigurationsResult",
      [continuationToken, inventoryConfigurationList, isTruncated, nextContinuationToken])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let page = try service.keptPage(
      .inventory, of: bucket, after: input[Input.continuationToken], as: InventoryConfiguration.self)
    return .now(
      .with {
        $0[Output.isTruncated] = page.next != nil
        $0[Output.continuationToken] = input[Input.continuationToken]
        $0[Output.nextContinuationToken] = page.next
        if !page.configurations.isEmpty { $0[Output.inventoryConfigurationList] = page.configurations }
      })
  }
}
