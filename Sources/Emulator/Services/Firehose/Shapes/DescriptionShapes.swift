import Protocols

enum DeliveryStreamDescription: StructureShape {
  static let deliveryStreamName = Required<String>("DeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
  static let deliveryStreamARN = Required<String>("DeliveryStreamARN", .length(1...512), FirehoseTraits.arnPattern)
  static let deliveryStreamStatus = Required<String>(
    "DeliveryStreamStatus", .values(["CREATING", "CREATING_FAILED", "DELETING", "DELETING_FAILED", "ACTIVE"]))
  static let failureDescription = Member<Values<FailureDescription>>("FailureDescription")
  static let deliveryStreamEncryptionConfiguration = Member<Values<DeliveryStreamEncryptionConfiguration>>(
    "DeliveryStreamEncryptionConfiguration")
  static let deliveryStreamType = Required<String>("DeliveryStreamType", FirehoseTraits.types)
  static let versionID = Required<String>("VersionId", .length(1...50), .pattern("[0-9]+"))
  static let createTimestamp = Member<Timestamp>("CreateTimestamp")
  static let lastUpdateTimestamp = Member<Timestamp>("LastUpdateTimestamp")
  static let source = Member<Values<SourceDescription>>("Source")
  static let destinations = Required<[Values<DestinationDescription>]>("Destinations")
  static let hasMoreDestinations = Required<Bool>("HasMoreDestinations")
  static let shape = structure(
    "DeliveryStreamDescription", deliveryStreamName, deliveryStreamARN, deliveryStreamStatus, failureDescription,
    deliveryStreamEncryptionConfiguration, deliveryStreamType, versionID, createTimestamp, lastUpdateTimestamp, source,
    destinations, hasMoreDestinations)
}

enum SourceDescription: StructureShape {
  static let directPutSourceDescription = Member<Values<DirectPutSourceDescription>>("DirectPutSourceDescription")
  static let kinesisStreamSourceDescription = Member<Values<KinesisStreamSourceDescription>>(
    "KinesisStreamSourceDescription")
  static let mskSourceDescription = Member<Values<MSKSourceDescription>>("MSKSourceDescription")
  static let databaseSourceDescription = Member<Values<DatabaseSourceDescription>>("DatabaseSourceDescription")
  static let shape = structure(
    "SourceDescription", directPutSourceDescription, kinesisStreamSourceDescription, mskSourceDescription,
    databaseSourceDescription)
}

enum KinesisStreamSourceDescription: StructureShape {
  static let kinesisStreamARN = Member<String>("KinesisStreamARN", .length(1...512), FirehoseTraits.streamPattern)
  static let roleARN = Member<String>("RoleARN", .length(1...512), FirehoseTraits.rolePattern)
  static let deliveryStartTimestamp = Member<Timestamp>("DeliveryStartTimestamp")
  static let shape = structure("KinesisStreamSourceDescription", kinesisStreamARN, roleARN, deliveryStartTimestamp)
}

enum DestinationDescription: StructureShape {
  static let destinationID = Required<String>("DestinationId", .length(1...100), .pattern("[a-zA-Z0-9-]+"))
  static let s3DestinationDescription = Member<Values<S3DestinationDescription>>("S3DestinationDescription")
  static let extendedS3DestinationDescription = Member<Values<ExtendedS3DestinationDescription>>(
    "ExtendedS3DestinationDescription")
  static let redshiftDestinationDescription = Member<Values<RedshiftDestinationDescription>>(
    "RedshiftDestinationDescription")
  static let elasticsearchDestinationDescription = Member<Values<ElasticsearchDestinationDescription>>(
    "ElasticsearchDestinationDescription")
  static let amazonopensearchserviceDestinationDescription = Member<
    Values<AmazonopensearchserviceDestinationDescription>
  >("AmazonopensearchserviceDestinationDescription")
  static let splunkDestinationDescription = Member<Values<SplunkDestinationDescription>>("SplunkDestinationDescription")
  static let httpEndpointDestinationDescription = Member<Values<HttpEndpointDestinationDescription>>(
    "HttpEndpointDestinationDescription")
  static let snowflakeDestinationDescription = Member<Values<SnowflakeDestinationDescription>>(
    "SnowflakeDestinationDescription")
  static let amazonOpenSearchServerlessDestinationDescription = Member<
    Values<AmazonOpenSearchServerlessDestinationDescription>
  >("AmazonOpenSearchServerlessDestinationDescription")
  static let icebergDestinationDescription = Member<Values<IcebergDestinationDescription>>(
    "IcebergDestinationDescription")
  static let shape = structure(
    "DestinationDescription", destinationID, s3DestinationDescription, extendedS3DestinationDescription,
    redshiftDestinationDescription, elasticsearchDestinationDescription, amazonopensearchserviceDestinationDescription,
    splunkDestinationDescription, httpEndpointDestinationDescription, snowflakeDestinationDescription,
    amazonOpenSearchServerlessDestinationDescription, icebergDestinationDescription)
}

enum S3DestinationDescription: StructureShape {
  static let roleARN = Required<String>("RoleARN", .length(1...512), FirehoseTraits.rolePattern)
  static let bucketARN = Required<String>("BucketARN", .length(1...2048), FirehoseTraits.bucketPattern)
  static let prefix = Member<String>("Prefix", .length(0...1024))
  static let errorOutputPrefix = Member<String>("ErrorOutputPrefix", .length(0...1024))
  static let bufferingHints = Required<Values<BufferingHints>>("BufferingHints")
  static let compressionFormat = Required<String>("CompressionFormat", FirehoseTraits.compressions)
  static let encryptionConfiguration = Required<Values<EncryptionConfiguration>>("EncryptionConfiguration")
  static let cloudWatchLoggingOptions = Member<Values<CloudWatchLoggingOptions>>("CloudWatchLoggingOptions")
  static let shape = structure(
    "S3DestinationDescription", roleARN, bucketARN, prefix, errorOutputPrefix, bufferingHints, compressionFormat,
    encryptionConfiguration, cloudWatchLoggingOptions)
}

enum ExtendedS3DestinationDescription: StructureShape {
  static let roleARN = Required<String>("RoleARN", .length(1...512), FirehoseTraits.rolePattern)
  static let bucketARN = Required<String>("BucketARN", .length(1...2048), FirehoseTraits.bucketPattern)
  static let prefix = Member<String>("Prefix", .length(0...1024))
  static let errorOutputPrefix = Member<String>("ErrorOutputPrefix", .length(0...1024))
  static let bufferingHints = Required<Values<BufferingHints>>("BufferingHints")
  static let compressionFormat = Required<String>("CompressionFormat", FirehoseTraits.compressions)
  static let encryptionConfiguration = Required<Values<EncryptionConfiguration>>("EncryptionConfiguration")
  static let cloudWatchLoggingOptions = Member<Values<CloudWatchLoggingOptions>>("CloudWatchLoggingOptions")
  static let processingConfiguration = Member<Values<ProcessingConfiguration>>("ProcessingConfiguration")
  static let s3BackupMode = Member<String>("S3BackupMode", .values(["Disabled", "Enabled"]))
  static let s3BackupDescription = Member<Values<S3DestinationDescription>>("S3BackupDescription")
  static let dataFormatConversionConfiguration = Member<Values<DataFormatConversionConfiguration>>(
    "DataFormatConversionConfiguration")
  static let dynamicPartitioningConfiguration = Member<Values<DynamicPartitioningConfiguration>>(
    "DynamicPartitioningConfiguration")
  static let fileExtension = Member<String>("FileExtension", .length(0...128), .pattern(#"^$|\.[0-9a-z!\-_.*'()]+"#))
  static let customTimeZone = Member<String>("CustomTimeZone", .length(0...50), .pattern("^$|[a-zA-Z/_]+"))
  static let shape = structure(
    "ExtendedS3DestinationDescription", roleARN, bucketARN, prefix, errorOutputPrefix, bufferingHints,
    compressionFormat, encryptionConfiguration, cloudWatchLoggingOptions, processingConfiguration, s3BackupMode,
    s3BackupDescription, dataFormatConversionConfiguration, dynamicPartitioningConfiguration, fileExtension,
    customTimeZone)
}

enum DeliveryStreamEncryptionConfiguration: StructureShape {
  static let keyARN = Member<String>("KeyARN", .length(1...512), FirehoseTraits.keyPattern)
  static let keyType = Member<String>("KeyType", .values(["AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"]))
  static let status = Member<String>(
    "Status", .values(["ENABLED", "ENABLING", "ENABLING_FAILED", "DISABLED", "DISABLING", "DISABLING_FAILED"]))
  static let failureDescription = Member<Values<FailureDescription>>("FailureDescription")
  static let shape = structure("DeliveryStreamEncryptionConfiguration", keyARN, keyType, status, failureDescription)
}

enum FailureDescription: StructureShape {
  static let type = Required<String>(
    "Type",
    .values([
      "VPC_ENDPOINT_SERVICE_NAME_NOT_FOUND", "VPC_INTERFACE_ENDPOINT_SERVICE_ACCESS_DENIED", "RETIRE_KMS_GRANT_FAILED",
      "CREATE_KMS_GRANT_FAILED", "KMS_ACCESS_DENIED", "DISABLED_KMS_KEY", "INVALID_KMS_KEY", "KMS_KEY_NOT_FOUND",
      "KMS_OPT_IN_REQUIRED", "CREATE_ENI_FAILED", "DELETE_ENI_FAILED", "SUBNET_NOT_FOUND", "SECURITY_GROUP_NOT_FOUND",
      "ENI_ACCESS_DENIED", "SUBNET_ACCESS_DENIED", "SECURITY_GROUP_ACCESS_DENIED", "UNKNOWN_ERROR",
    ]))
  static let details = Required<String>("Details", .length(1...1024), .pattern(#"^(?!\s*$).+"#))
  static let shape = structure("FailureDescription", type, details)
}
