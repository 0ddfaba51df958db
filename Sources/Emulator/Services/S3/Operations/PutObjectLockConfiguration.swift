import Protocols
import Runtime

/// Turns a bucket's object lock on, and sets how long new objects are kept.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html
enum PutObjectLockConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?object-lock")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let objectLockConfiguration = Member<Values<ObjectLockConfiguration>>(
      "ObjectLockConfiguration", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let token = Member<String>("Token", .header("x-amz-bucket-object-lock-token"), .notEmulated)
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutObjectLockConfigurationRequest",
      [bucket, objectLockConfiguration, requestPayer, token, contentMD5, checksumAlgorithm, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure("PutObjectLockConfigurationOutput", requestCharged)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let asked = input[Input.objectLockConfiguration],
      asked[ObjectLockConfiguration.objectLockEnabled] == "Enabled"
    else { throw AWSError.malformedXML() }
    if bucket.versioning != .enabled {
      throw AWSError(
        "InvalidBucketState", "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
        status: 409)
    }
    if let rule = asked[ObjectLockConfiguration.rule] {
      guard let retention = rule[ObjectLockRule.defaultRetention], retention[DefaultRetention.mode] != nil else {
        throw AWSError.malformedXML()
      }
      let days = retention[DefaultRetention.days]
      let years = retention[DefaultRetention.years]
      // One of the two.
      guard (days == nil) != (years == nil) else { throw AWSError.malformedXML() }
      if let count = days ?? years, count <= 0 {
        throw AWSError(
          "InvalidRetentionPeriod", "Default retention period must be a positive integer value.")
      }
      if let days, days > 36_500 { throw AWSError("InvalidRetentionPeriod", "Default retention period too large") }
      if let years, years > 100 { throw AWSError("InvalidRetentionPeriod", "Default retention period too large") }
    }
    try service.store.set(asked, .objectLock, of: bucket)
    return .now(Values())
  }
}

enum ObjectLockConfiguration: StructureShape {
  static let objectLockEnabled = Member<String>("ObjectLockEnabled", .values(["Enabled"]))
  static let rule = Member<Values<ObjectLockRule>>("Rule")
  static let shape = structure("ObjectLockConfiguration", objectLockEnabled, rule)
}

enum ObjectLockRule: StructureShape {
  static let defaultRetention = Member<Values<DefaultRetention>>("DefaultRetention")
  static let shape = structure("ObjectLockRule", defaultRetention)
}

enum DefaultRetention: StructureShape {
  static let mode = Member<String>("Mode", .values(S3Values.objectLockMode))
  static let days = Member<Int32>("Days")
  static let years = Member<Int32>("Years")
  static let shape = structure("DefaultRetention", mode, days, years)
}
