import Protocols
import Runtime

/// Turns versioning on, or suspends it; it never goes back to a bucket that had none.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html
enum PutBucketVersioning: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?versioning")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let mfa = Member<String>("MFA", .header("x-amz-mfa"), .notEmulated)
    static let versioningConfiguration = Required<Values<VersioningConfiguration>>(
      "VersioningConfiguration", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutBucketVersioningRequest", bucket, contentMD5, checksumAlgorithm, mfa, versioningConfiguration,
      expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let asked = input[Input.versioningConfiguration]
    guard let status = asked[VersioningConfiguration.status] else {
      throw AWSError(
        "IllegalVersioningConfigurationException", "The Versioning element must be specified")
    }
    if status != "Enabled", bucket.has(.objectLock) {
      throw AWSError(
        "InvalidBucketState",
        "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
        status: 409)
    }
    try service.store.set(
      Values<VersioningConfiguration>.with { $0[VersioningConfiguration.status] = status }, .versioning, of: bucket)
    return .now(Values())
  }
}

enum VersioningConfiguration: StructureShape {
  static let mfaDelete = Member<String>(
    "MFADelete", .xmlName("MfaDelete"), .values(["Enabled", "Disabled"]), .emulatedOnly(["Disabled"]))
  static let status = Member<String>("Status", .values(["Enabled", "Suspended"]))
  static let shape = structure("VersioningConfiguration", mfaDelete, status)
}
