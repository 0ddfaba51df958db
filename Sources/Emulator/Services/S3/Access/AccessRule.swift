import Protocols

/// What an operation asks of who may touch a bucket or an object
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html).
struct AccessRule: Sendable {
  enum Target: Sendable {
    /// No bucket: anyone who has an account.
    case account
    case bucket
    case object
    /// The operation asks by itself, for each object of the request.
    case each
  }

  /// `s3:GetObject`
  var action: String
  /// Where a version is named.
  var versionAction: String?
  var target: Target
  /// The grant of an ACL that gives it, and whose.
  var permission: AccessControlList.Permission?
  var isOfObject = false

  private init(
    _ action: String, version: String? = nil, _ target: Target, _ permission: AccessControlList.Permission? = nil,
    ofObject: Bool = false
  ) {
    self.action = "s3:" + action
    versionAction = version.map { "s3:" + $0 }
    self.target = target
    self.permission = permission
    isOfObject = ofObject
  }

  static func of(_ operation: String) -> AccessRule {
    if let rule = rules[operation] { return rule }
    return AccessRule(actions[operation] ?? operation, .bucket)
  }

  static let readObject = AccessRule("GetObject", version: "GetObjectVersion", .object, .read, ofObject: true)
  static let writeObject = AccessRule("PutObject", .object, .write)
  static let deleteObject = AccessRule("DeleteObject", version: "DeleteObjectVersion", .object, .write)
  static let listBucket = AccessRule("ListBucket", .bucket, .read)
  static let bypassRetention = AccessRule("BypassGovernanceRetention", .object)

  private static let rules: [String: AccessRule] = [
    "ListBuckets": AccessRule("ListAllMyBuckets", .account),
    "CreateBucket": AccessRule("CreateBucket", .account),
    "ListDirectoryBuckets": AccessRule("ListAllMyDirectoryBuckets", .account),
    "GetObject": readObject, "HeadObject": readObject, "GetObjectAttributes": readObject,
    "SelectObjectContent": readObject, "GetObjectTorrent": readObject,
    "PutObject": writeObject, "CopyObject": writeObject, "CreateMultipartUpload": writeObject,
    "UploadPart": writeObject, "UploadPartCopy": writeObject, "CompleteMultipartUpload": writeObject,
    "AbortMultipartUpload": AccessRule("AbortMultipartUpload", .object, .write),
    "ListParts": AccessRule("ListMultipartUploadParts", .object, .write),
    "DeleteObject": deleteObject,
    "DeleteObjects": AccessRule("DeleteObject", .each),
    "GetWebsite": AccessRule("GetObject", .each),
    "PostObject": AccessRule("PutObject", .each),
    "GetObjectAcl": AccessRule("GetObjectAcl", version: "GetObjectVersionAcl", .object, .readACP, ofObject: true),
    "PutObjectAcl": AccessRule("PutObjectAcl", version: "PutObjectVersionAcl", .object, .writeACP, ofObject: true),
    "GetObjectTagging": AccessRule("GetObjectTagging", version: "GetObjectVersionTagging", .object),
    "PutObjectTagging": AccessRule("PutObjectTagging", version: "PutObjectVersionTagging", .object),
    "DeleteObjectTagging": AccessRule("DeleteObjectTagging", version: "DeleteObjectVersionTagging", .object),
    "GetObjectRetention": AccessRule("GetObjectRetention", .object),
    "PutObjectRetention": AccessRule("PutObjectRetention", .object),
    "GetObjectLegalHold": AccessRule("GetObjectLegalHold", .object),
    "PutObjectLegalHold": AccessRule("PutObjectLegalHold", .object),
    "RestoreObject": AccessRule("RestoreObject", .object),
    "HeadBucket": listBucket, "ListObjects": listBucket, "ListObjectsV2": listBucket,
    "ListObjectVersions": AccessRule("ListBucketVersions", .bucket, .read),
    "ListMultipartUploads": AccessRule("ListBucketMultipartUploads", .bucket, .read),
    "GetBucketAcl": AccessRule("GetBucketAcl", .bucket, .readACP),
    "PutBucketAcl": AccessRule("PutBucketAcl", .bucket, .writeACP),
  ]

  /// The actions on buckets that are not called as their operations are.
  private static let actions: [String: String] = [
    "GetBucketEncryption": "GetEncryptionConfiguration", "PutBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "GetBucketCors": "GetBucketCORS", "PutBucketCors": "PutBucketCORS", "DeleteBucketCors": "PutBucketCORS",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock", "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "GetBucketReplication": "GetReplicationConfiguration", "PutBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "PutBucketAccelerateConfiguration": "PutAccelerateConfiguration",
    "GetBucketInventoryConfiguration": "GetInventoryConfiguration",
    "PutBucketInventoryConfiguration": "PutInventoryConfiguration",
    "DeleteBucketInventoryConfiguration": "PutInventoryConfiguration",
    "ListBucketInventoryConfigurations": "GetInventoryConfiguration",
    "GetBucketMetricsConfiguration": "GetMetricsConfiguration",
    "PutBucketMetricsConfiguration": "PutMetricsConfiguration",
    "DeleteBucketMetricsConfiguration": "PutMetricsConfiguration",
    "ListBucketMetricsConfigurations": "GetMetricsConfiguration",
    "GetBucketAnalyticsConfiguration": "GetAnalyticsConfiguration",
    "PutBucketAnalyticsConfiguration": "PutAnalyticsConfiguration",
    "DeleteBucketAnalyticsConfiguration": "PutAnalyticsConfiguration",
    "ListBucketAnalyticsConfigurations": "GetAnalyticsConfiguration",
    "GetBucketIntelligentTieringConfiguration": "GetIntelligentTieringConfiguration",
    "PutBucketIntelligentTieringConfiguration": "PutIntelligentTieringConfiguration",
    "DeleteBucketIntelligentTieringConfiguration": "PutIntelligentTieringConfiguration",
    "ListBucketIntelligentTieringConfigurations": "GetIntelligentTieringConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    "DeleteBucketTagging": "PutBucketTagging",
  ]
}
