import Protocols
import Runtime

/// The account's buckets in every region, in byte order of their names; all of them unless a page is asked for.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
enum ListBuckets: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/")

  enum Input: StructureShape {
    static let maxBuckets = Member<Int32>("MaxBuckets", .range(1...10000), .query("max-buckets"))
    static let continuationToken = Member<String>("ContinuationToken", .query("continuation-token"))
    static let prefix = Member<String>("Prefix", .query("prefix"))
    static let bucketRegion = Member<String>("BucketRegion", .query("bucket-region"))
    static let shape = structure("ListBucketsRequest", maxBuckets, continuationToken, prefix, bucketRegion)
  }
  enum Output: StructureShape {
    static let buckets = Member<[Values<ListedBucket>]>("Buckets", .each([.xmlName("Bucket")]))
    static let owner = Member<Values<Owner>>("Owner")
    static let continuationToken = Member<String>("ContinuationToken")
    static let prefix = Member<String>("Prefix")
    static let shape = structure(
      "ListBucketsOutput", xmlName: "ListAllMyBucketsResult", [buckets, owner, continuationToken, prefix])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let limit = Int(input[Input.maxBuckets] ?? 10_000)
    guard (1...10_000).contains(limit) else {
      throw AWSError.invalidArgument(
        "max-buckets", "\(limit)", "Argument max-buckets must be an integer between 1 and 10000.")
    }
    let start = try input[Input.continuationToken].map { (text: String) throws(AWSError) in
      try ContinuationToken.start(text)
    }
    var all = service.store.buckets(of: request.account)[...]
    if let prefix = input[Input.prefix] { all = all.filter { $0.name.utf8.starts(with: prefix.utf8) }[...] }
    if let region = input[Input.bucketRegion] {
      guard region == "us-east-1" || S3Values.bucketLocationConstraint.contains(region), region != "EU" else {
        throw AWSError(
          "InvalidArgument", "Argument value \(region) is not a valid AWS Region",
          elements: [("ArgumentName", "bucket-region")])
      }
      all = all.filter { $0.region == region }[...]
    }
    if let start { all = all.drop { $0.name.utf8.lexicographicallyPrecedes(start) } }
    let page = all.prefix(limit)
    let isPaged =
      input.has(Input.maxBuckets) || start != nil || input.has(Input.prefix) || input.has(Input.bucketRegion)
    return .now(
      .with { out in
        out[Output.owner] = service.owner(request.account)
        out[Output.buckets] = page.map { bucket in
          .with {
            $0[ListedBucket.name] = bucket.name
            $0[ListedBucket.creationDate] = Timestamp(seconds: bucket.created.seconds)
            if isPaged {
              $0[ListedBucket.bucketRegion] = bucket.region
              $0[ListedBucket.bucketArn] = "arn:aws:s3:::\(bucket.name)"
            }
          }
        }
        if let prefix = input[Input.prefix] { out[Output.prefix] = prefix }
        if page.count < all.count {
          out[Output.continuationToken] = ContinuationToken.text(Array(all[page.endIndex].name.utf8))
        }
      })
  }
}

enum ListedBucket: StructureShape {
  static let name = Member<String>("Name")
  static let creationDate = Member<Timestamp>("CreationDate")
  static let bucketRegion = Member<String>("BucketRegion")
  static let bucketArn = Member<String>("BucketArn", .length(1...128), .pattern(#"arn:[^:]+:(s3|s3express):.*"#))
  static let shape = structure("Bucket", name, creationDate, bucketRegion, bucketArn)
}
