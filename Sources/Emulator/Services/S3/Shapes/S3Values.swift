/// The values that the model gives for its enumerations.
enum S3Values {
  static let restoreTier = ["Standard", "Bulk", "Expedited"]
  static let archiveStatus = ["ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS"]
  static let bucketCannedACL = ["private", "public-read", "public-read-write", "authenticated-read"]
  static let bucketLocationConstraint = [
    "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
    "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
    "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1", "EU",
    "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
    "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-2", "us-gov-east-1",
    "us-gov-west-1", "us-west-1", "us-west-2",
  ]
  static let bucketNamespace = ["account-regional", "global"]
  static let bucketType = ["Directory"]
  static let checksumAlgorithm = [
    "CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME", "SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128",
  ]
  static let checksumMode = ["ENABLED"]
  static let checksumType = ["COMPOSITE", "FULL_OBJECT"]
  static let dataRedundancy = ["SingleAvailabilityZone", "SingleLocalZone"]
  static let encodingType = ["url"]
  static let locationType = ["AvailabilityZone", "LocalZone"]
  static let metadataDirective = ["COPY", "REPLACE"]
  static let objectCannedACL = [
    "private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read",
    "bucket-owner-full-control",
  ]
  static let objectLockLegalHoldStatus = ["ON", "OFF"]
  static let objectLockMode = ["GOVERNANCE", "COMPLIANCE"]
  static let objectOwnership = ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"]
  static let objectStorageClass = [
    "STANDARD", "REDUCED_REDUNDANCY", "GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE",
    "OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP",
  ]
  static let optionalObjectAttributes = ["RestoreStatus"]
  static let replicationStatus = ["COMPLETE", "PENDING", "FAILED", "REPLICA", "COMPLETED"]
  static let requestCharged = ["requester"]
  static let requestPayer = ["requester"]
  static let serverSideEncryption = ["AES256", "aws:fsx", "aws:kms", "aws:kms:dsse"]
  static let storageClass = [
    "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE",
    "OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP",
  ]
  static let taggingDirective = ["COPY", "REPLACE"]
}
