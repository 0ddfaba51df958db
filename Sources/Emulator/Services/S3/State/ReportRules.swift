import Protocols

extension InventoryConfiguration {
  private static let fields: Set<String> = [
    "Size", "LastModifiedDate", "StorageClass", "ETag", "IsMultipartUploaded", "ReplicationStatus", "EncryptionStatus",
    "ObjectLockRetainUntilDate", "ObjectLockMode", "ObjectLockLegalHoldStatus", "IntelligentTieringAccessTier",
    "BucketKeyStatus", "ChecksumAlgorithm", "ObjectAccessControlList", "ObjectOwner", "LifecycleExpirationDate",
  ]

  static func check(_ configuration: Values<InventoryConfiguration>) throws(AWSError) {
    let target = configuration[destination][InventoryDestination.s3BucketDestination]
    guard BucketARN.isValid(target[InventoryS3BucketDestination.bucket]) else {
      throw AWSError("InvalidS3DestinationBucket", "Invalid bucket ARN.")
    }
    for field in configuration[optionalFields] ?? [] where !fields.contains(field) { throw AWSError.malformedXML() }
  }
}

extension AnalyticsConfiguration {
  static func check(_ configuration: Values<AnalyticsConfiguration>) throws(AWSError) {
    guard let export = configuration[storageClassAnalysis][StorageClassAnalysis.dataExport] else { return }
    let target = export[StorageClassAnalysisDataExport.destination][AnalyticsExportDestination.s3BucketDestination]
    guard BucketARN.isValid(target[AnalyticsS3BucketDestination.bucket]) else {
      throw AWSError("InvalidS3DestinationBucket", "Invalid bucket ARN.")
    }
  }
}

extension IntelligentTieringConfiguration {
  static func check(_ configuration: Values<IntelligentTieringConfiguration>) throws(AWSError) {
    var tiers: Set<String> = []
    let all = configuration[tierings]
    if all.isEmpty { throw AWSError.malformedXML() }
    for tiering in all {
      let tier = tiering[Tiering.accessTier]
      guard tiers.insert(tier).inserted else { throw AWSError.malformedXML() }
      let least: Int32 = tier == "ARCHIVE_ACCESS" ? 90 : 180
      guard (least...730).contains(tiering[Tiering.days]) else {
        throw AWSError.invalidArgument(
          "Days", "\(tiering[Tiering.days])",
          "'Days' in Tiering action must be between \(least) and 730 for access tier '\(tier)'")
      }
    }
  }
}

/// `arn:aws:s3:::bucket`
enum BucketARN {
  static func isValid(_ text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 6 && parts[0] == "arn" && parts[2] == "s3" && parts[3].isEmpty && parts[4].isEmpty
      && BucketName.isValid(String(parts[5]))
  }
}
