import Protocols

/// What is given replaces; what is not given stays.
enum S3DestinationUpdate: StructureShape {
  static let roleARN = Member<String>("RoleARN", .length(1...512), FirehoseTraits.rolePattern)
  static let bucketARN = Member<String>("BucketARN", .length(1...2048), FirehoseTraits.bucketPattern)
  static let prefix = Member<String>("Prefix", .length(0...1024))
  static let errorOutputPrefix = Member<String>("ErrorOutputPrefix", .length(0...1024))
  static let bufferingHints = Member<Values<BufferingHints>>("BufferingHints")
  static let compressionFormat = Member<String>(
    "CompressionFormat", FirehoseTraits.compressions, .emulatedOnly(["UNCOMPRESSED", "GZIP"]))
  static let encryptionConfiguration = Member<Values<EncryptionConfiguration>>("EncryptionConfiguration")
  static let cloudWatchLoggingOptions = Member<Values<CloudWatchLoggingOptions>>("CloudWatchLoggingOptions")
  static let shape = structure(
    "S3DestinationUpdate", roleARN, bucketARN, prefix, errorOutputPrefix, bufferingHints, compressionFormat,
    encryptionConfiguration, cloudWatchLoggingOptions)
}

/// What is given replaces; what is not given stays.
enum ExtendedS3DestinationUpdate: StructureShape {
  static let roleARN = Member<String>("RoleARN", .length(1...512), FirehoseTraits.rolePattern)
  static let bucketARN = Member<String>("BucketARN", .length(1...2048), FirehoseTraits.bucketPattern)
  static let prefix = Member<String>("Prefix", .length(0...1024))
  static let errorOutputPrefix = Member<String>("ErrorOutputPrefix", .length(0...1024))
  static let bufferingHints = Member<Values<BufferingHints>>("BufferingHints")
  static let compressionFormat = Member<String>(
    "CompressionFormat", FirehoseTraits.compressions, .emulatedOnly(["UNCOMPRESSED", "GZIP"]))
  static let encryptionConfiguration = Member<Values<EncryptionConfiguration>>("EncryptionConfiguration")
  static let cloudWatchLoggingOptions = Member<Values<CloudWatchLoggingOptions>>("CloudWatchLoggingOptions")
  static let processingConfiguration = Member<Values<ProcessingConfiguration>>("ProcessingConfiguration")
  static let s3BackupMode = Member<String>(
    "S3BackupMode", .values(["Disabled", "Enabled"]), .emulatedOnly(["Disabled"]))
  static let s3BackupUpdate = Member<Values<S3DestinationUpdate>>("S3BackupUpdate", .notEmulated)
  static let dataFormatConversionConfiguration = Member<Values<DataFormatConversionConfiguration>>(
    "DataFormatConversionConfiguration")
  static let dynamicPartitioningConfiguration = Member<Values<DynamicPartitioningConfiguration>>(
    "DynamicPartitioningConfiguration")
  static let fileExtension = Member<String>("FileExtension", .length(0...128), .pattern(#"^$|\.[0-9a-z!\-_.*'()]+"#))
  static let customTimeZone = Member<String>(
    "CustomTimeZone", .length(0...50), .pattern("^$|[a-zA-Z/_]+"), FirehoseTraits.timeZones)
  static let shape = structure(
    "ExtendedS3DestinationUpdate", roleARN, bucketARN, prefix, errorOutputPrefix, bufferingHints, compressionFormat,
    encryptionConfiguration, cloudWatchLoggingOptions, processingConfiguration, s3BackupMode, s3BackupUpdate,
    dataFormatConversionConfiguration, dynamicPartitioningConfiguration, fileExtension, customTimeZone)
}
