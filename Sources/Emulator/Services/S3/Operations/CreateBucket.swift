import Protocols
import Runtime

/// Makes a bucket. Names are shared by all accounts and regions.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
enum CreateBucket: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}")

  enum Input: StructureShape {
    static let grants = GrantSet<Input>(canned: S3Values.bucketCannedACL, hasWrite: true)
    static let bucket = Required<String>("Bucket", .label)
    static let createBucketConfiguration = Member<Values<CreateBucketConfiguration>>(
      "CreateBucketConfiguration", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let objectLockEnabledForBucket = Member<Bool>(
      "ObjectLockEnabledForBucket", .header("x-amz-bucket-object-lock-enabled"))
    static let objectOwnership = Member<String>(
      "ObjectOwnership", .values(S3Values.objectOwnership), .header("x-amz-object-ownership"))
    static let bucketNamespace = Member<String>(
      "BucketNamespace", .values(S3Values.bucketNamespace), .header("x-amz-bucket-namespace"), .emulatedOnly(["global"])
    )
    static let shape = structure(
      "CreateBucketRequest",
      grants.all + [bucket, createBucketConfiguration, objectLockEnabledForBucket, objectOwnership, bucketNamespace])
  }
  enum Output: StructureShape {
    static let location = Member<String>("Location", .header("Location"))
    static let bucketArn = Member<String>(
      "BucketArn", .length(1...128), .pattern(#"arn:[^:]+:(s3|s3express):.*"#), .header("x-amz-bucket-arn"))
    static let shape = structure("CreateBucketOutput", location, bucketArn)
  }

  /// AWS's default for general purpose buckets of an account.
  private static let limit = 10_000

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.bucket]
    guard BucketName.isValid(name) else {
      throw AWSError(
        "InvalidBucketName", "The specified bucket is not valid.", elements: [("BucketName", name)])
    }
    let region = try region(input, request)
    let tags = input[Input.createBucketConfiguration]?[CreateBucketConfiguration.tags] ?? []
    try BucketTags.check(tags, atCreation: true)
    if let existing = service.store.buckets[name] {
      guard existing.account == request.account else {
        throw AWSError(
          "BucketAlreadyExists",
          "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please "
            + "select a different name and try again.", status: 409, elements: [("BucketName", name)])
      }
      // us-east-1 alone takes it as done, as it always has, unless tags come with it.
      guard existing.region == "us-east-1", region == "us-east-1", tags.isEmpty else {
        throw AWSError(
          "BucketAlreadyOwnedByYou",
          "Your previous request to create the named bucket succeeded and you already own it.", status: 409,
          elements: [("BucketName", name)])
      }
      return .now(answer(name, region))
    }
    if service.store.buckets(of: request.account).count >= limit {
      throw AWSError("TooManyBuckets", "You have attempted to create more buckets than allowed")
    }
    let bucket = try service.store.createBucket(
      name, account: request.account, region: region, now: request.now)
    try configure(bucket, input, service)
    if !tags.isEmpty {
      try service.keep(.tagging, Values<ObjectTagging>.with { $0[ObjectTagging.tagSet] = tags }, of: bucket)
    }
    return .now(answer(name, region))
  }

  /// What a new bucket has from the beginning.
  private static func configure(
    _ bucket: StoredBucket, _ input: Values<Input>, _ service: S3Service
  ) throws(AWSError) {
    let byDefault = service.setting.configuration.s3ObjectOwnership
    let ownership = input[Input.objectOwnership] ?? byDefault
    let controls = Values<OwnershipControls>.with {
      $0[OwnershipControls.rules] = [.with { $0[OwnershipControlsRule.objectOwnership] = ownership }]
    }
    try service.store.set(controls, .ownershipControls, of: bucket)
    // As on AWS since April 2023; older buckets, which a default of ObjectWriter asks for, blocked nothing.
    if byDefault == StoredBucket.Ownership.bucketOwnerEnforced.rawValue {
      var block = Values<PublicAccessBlockConfiguration>()
      for member in PublicAccessBlockConfiguration.all { block[member] = true }
      try service.store.set(block, .publicAccessBlock, of: bucket)
    }
    if input[Input.objectLockEnabledForBucket] == true {
      try service.store.set(
        Values<VersioningConfiguration>.with { $0[VersioningConfiguration.status] = "Enabled" }, .versioning, of: bucket
      )
      try service.store.set(
        Values<ObjectLockConfiguration>.with { $0[ObjectLockConfiguration.objectLockEnabled] = "Enabled" }, .objectLock,
        of: bucket)
    }
    let owner = CanonicalUser.id(of: bucket.account)
    let list = try AccessControlList.of(Input.grants, input, owner: owner, bucketOwner: owner)
    guard let list, list != AccessControlList(owner: owner) else { return }
    if ownership == StoredBucket.Ownership.bucketOwnerEnforced.rawValue { throw AWSError.bucketACLWithOwnership() }
    if service.access != nil, bucket.publicAccessBlock.blocksACLs, list.isPublic { throw AWSError.accessDenied() }
    try service.setACL(list, of: bucket)
  }

  /// The constraint and the region that was asked must agree; us-east-1 takes any.
  private static func region(_ input: Values<Input>, _ request: RequestContext) throws(AWSError) -> String {
    let constraint = input[Input.createBucketConfiguration]?[CreateBucketConfiguration.locationConstraint]
    guard let constraint else {
      if request.region == "us-east-1" { return request.region }
      throw illegal("unspecified", request.region)
    }
    let region = constraint == "EU" ? "eu-west-1" : constraint
    if request.region == "us-east-1" || request.region == region { return region }
    throw illegal(constraint, request.region)
  }

  private static func illegal(_ constraint: String, _ region: String) -> AWSError {
    AWSError(
      "IllegalLocationConstraintException",
      "The \(constraint) location constraint is incompatible for the region specific endpoint this request was sent to.",
      elements: [("LocationConstraint", constraint)])
  }

  private static func answer(_ name: String, _ region: String) -> Values<Output> {
    .with {
      $0[Output.location] = region == "us-east-1" ? "/\(name)" : "http://\(name).s3.amazonaws.com/"
      $0[Output.bucketArn] = "arn:aws:s3:::\(name)"
    }
  }
}

enum CreateBucketConfiguration: StructureShape {
  static let locationConstraint = Member<String>("LocationConstraint", .values(S3Values.bucketLocationConstraint))
  static let location = Member<Values<LocationInfo>>("Location", .notEmulated)
  static let bucket = Member<Values<BucketInfo>>("Bucket", .notEmulated)
  static let tags = Member<[Values<ObjectTag>]>("Tags", .each([.xmlName("Tag")]))
  static let shape = structure("CreateBucketConfiguration", locationConstraint, location, bucket, tags)
}

enum LocationInfo: StructureShape {
  static let type = Member<String>("Type", .values(S3Values.locationType))
  static let name = Member<String>("Name")
  static let shape = structure("LocationInfo", type, name)
}

enum BucketInfo: StructureShape {
  static let dataRedundancy = Member<String>("DataRedundancy", .values(S3Values.dataRedundancy))
  static let type = Member<String>("Type", .values(S3Values.bucketType))
  static let shape = structure("BucketInfo", dataRedundancy, type)
}
