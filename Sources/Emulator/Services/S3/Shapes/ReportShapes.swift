import Protocols

// What is reported of a bucket's objects, and how they are tiered.

enum InventoryConfiguration: StructureShape {
  static let destination = Required<Values<InventoryDestination>>("Destination")
  static let isEnabled = Required<Bool>("IsEnabled")
  static let filter = Member<Values<InventoryFilter>>("Filter")
  static let id = Required<String>("Id")
  static let includedObjectVersions = Required<String>("IncludedObjectVersions", .values(["All", "Current"]))
  static let optionalFields = Member<[String]>("OptionalFields", .each([.xmlName("Field")]))
  static let schedule = Required<Values<InventorySchedule>>("Schedule")
  static let shape = structure(
    "InventoryConfiguration", destination, isEnabled, filter, id, includedObjectVersions, optionalFields, schedule)
}

enum InventoryDestination: StructureShape {
  static let s3BucketDestination = Required<Values<InventoryS3BucketDestination>>("S3BucketDestination")
  static let shape = structure("InventoryDestination", s3BucketDestination)
}

enum InventoryS3BucketDestination: StructureShape {
  static let accountID = Member<String>("AccountId")
  static let bucket = Required<String>("Bucket")
  static let format = Required<String>("Format", .values(["CSV", "ORC", "Parquet"]))
  static let prefix = Member<String>("Prefix")
  static let encryption = Member<Values<InventoryEncryption>>("Encryption")
  static let shape = structure("InventoryS3BucketDestination", accountID, bucket, format, prefix, encryption)
}

enum InventoryEncryption: StructureShape {
  static let sses3 = Member<Values<SSES3>>("SSES3", .xmlName("SSE-S3"))
  static let ssekms = Member<Values<SSEKMS>>("SSEKMS", .xmlName("SSE-KMS"))
  static let shape = structure("InventoryEncryption", sses3, ssekms)
}

enum SSES3: StructureShape {
  static let shape = structure("SSES3")
}

enum SSEKMS: StructureShape {
  static let keyID = Required<String>("KeyId")
  static let shape = structure("SSEKMS", keyID)
}

enum InventoryFilter: StructureShape {
  static let prefix = Required<String>("Prefix")
  static let shape = structure("InventoryFilter", prefix)
}

enum InventorySchedule: StructureShape {
  static let frequency = Required<String>("Frequency", .values(["Daily", "Weekly"]))
  static let shape = structure("InventorySchedule", frequency)
}

enum AnalyticsConfiguration: StructureShape {
  static let id = Required<String>("Id")
  static let filter = Member<Values<AnalyticsFilter>>("Filter")
  static let storageClassAnalysis = Required<Values<StorageClassAnalysis>>("StorageClassAnalysis")
  static let shape = structure("AnalyticsConfiguration", id, filter, storageClassAnalysis)
}

enum AnalyticsFilter: StructureShape {
  static let prefix = Member<String>("Prefix")
  static let tag = Member<Values<ObjectTag>>("Tag")
  static let and = Member<Values<AnalyticsAndOperator>>("And")
  static let shape = structure("AnalyticsFilter", prefix, tag, and)
}

enum AnalyticsAndOperator: StructureShape {
  static let prefix = Member<String>("Prefix")
  static let tags = Member<[Values<ObjectTag>]>("Tags", .xmlName("Tag"), .flattened, .each([.xmlName("Tag")]))
  static let shape = structure("AnalyticsAndOperator", prefix, tags)
}

enum StorageClassAnalysis: StructureShape {
  static let dataExport = Member<Values<StorageClassAnalysisDataExport>>("DataExport")
  static let shape = structure("StorageClassAnalysis", dataExport)
}

enum StorageClassAnalysisDataExport: StructureShape {
  static let outputSchemaVersion = Required<String>("OutputSchemaVersion", .values(["V_1"]))
  static let destination = Required<Values<AnalyticsExportDestination>>("Destination")
  static let shape = structure("StorageClassAnalysisDataExport", outputSchemaVersion, destination)
}

enum AnalyticsExportDestination: StructureShape {
  static let s3BucketDestination = Required<Values<AnalyticsS3BucketDestination>>("S3BucketDestination")
  static let shape = structure("AnalyticsExportDestination", s3BucketDestination)
}

enum AnalyticsS3BucketDestination: StructureShape {
  static let format = Required<String>("Format", .values(["CSV"]))
  static let bucketAccountID = Member<String>("BucketAccountId")
  static let bucket = Required<String>("Bucket")
  static let prefix = Member<String>("Prefix")
  static let shape = structure("AnalyticsS3BucketDestination", format, bucketAccountID, bucket, prefix)
}

enum MetricsConfiguration: StructureShape {
  static let id = Required<String>("Id")
  static let filter = Member<Values<MetricsFilter>>("Filter")
  static let shape = structure("MetricsConfiguration", id, filter)
}

enum MetricsFilter: StructureShape {
  static let prefix = Member<String>("Prefix")
  static let tag = Member<Values<ObjectTag>>("Tag")
  static let accessPointArn = Member<String>("AccessPointArn")
  static let and = Member<Values<MetricsAndOperator>>("And")
  static let shape = structure("MetricsFilter", prefix, tag, accessPointArn, and)
}

enum MetricsAndOperator: StructureShape {
  static let prefix = Member<String>("Prefix")
  static let tags = Member<[Values<ObjectTag>]>("Tags", .xmlName("Tag"), .flattened, .each([.xmlName("Tag")]))
  static let accessPointArn = Member<String>("AccessPointArn")
  static let shape = structure("MetricsAndOperator", prefix, tags, accessPointArn)
}

enum IntelligentTieringConfiguration: StructureShape {
  static let id = Required<String>("Id")
  static let filter = Member<Values<IntelligentTieringFilter>>("Filter")
  static let status = Required<String>("Status", .values(["Enabled", "Disabled"]))
  static let tierings = Required<[Values<Tiering>]>("Tierings", .xmlName("Tiering"), .flattened)
  static let shape = structure("IntelligentTieringConfiguration", id, filter, status, tierings)
}

enum IntelligentTieringFilter: StructureShape {
  static let prefix = Member<String>("Prefix")
  static let tag = Member<Values<ObjectTag>>("Tag")
  static let and = Member<Values<IntelligentTieringAndOperator>>("And")
  static let shape = structure("IntelligentTieringFilter", prefix, tag, and)
}

enum IntelligentTieringAndOperator: StructureShape {
  static let prefix = Member<String>("Prefix")
  static let tags = Member<[Values<ObjectTag>]>("Tags", .xmlName("Tag"), .flattened, .each([.xmlName("Tag")]))
  static let shape = structure("IntelligentTieringAndOperator", prefix, tags)
}

enum Tiering: StructureShape {
  static let days = Required<Int32>("Days")
  static let accessTier = Required<String>("AccessTier", .values(["ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS"]))
  static let shape = structure("Tiering", days, accessTier)
}
