import Protocols

/// The constraints that many shapes of Firehose share
/// (https://docs.aws.amazon.com/firehose/latest/APIReference/API_Types.html).
enum FirehoseTraits {
  static let namePattern = Trait.pattern("[a-zA-Z0-9_.-]+")
  static let arnPattern = Trait.pattern(#"arn:.*:firehose:[a-zA-Z0-9\-]+:\d{12}:deliverystream/[a-zA-Z0-9._-]+"#)
  static let rolePattern = Trait.pattern(#"arn:.*:iam::\d{12}:role/[a-zA-Z_0-9+=,.@\-_/]+"#)
  static let bucketPattern = Trait.pattern(#"arn:.*:s3:::[\w\.\-]{1,255}"#)
  static let streamPattern = Trait.pattern(
    #"arn:.*:kinesis:[a-zA-Z0-9\-]+:\d{12}:stream/[a-zA-Z0-9_.-]+"#)
  static let keyPattern = Trait.pattern(
    #"arn:.*:kms:[a-zA-Z0-9\-]+:\d{12}:(key|alias)/[a-zA-Z_0-9+=,.@\-_/]+"#)
  static let compressions = Trait.values(["UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"])
  static let types = Trait.values(["DirectPut", "KinesisStreamAsSource", "MSKAsSource", "DatabaseAsSource"])
  /// The time zones that are UTC by another name; the others wait for a zone database.
  static let timeZones = Trait.emulatedOnly(["", "UTC", "Etc/UTC", "GMT", "Etc/GMT"])
}

enum ExtendedS3DestinationConfiguration: StructureShape {
  static let roleARN = Required<String>("RoleARN", .length(1...512), FirehoseTraits.rolePattern)
  static let bucketARN = Required<String>("BucketARN", .length(1...2048), FirehoseTraits.bucketPattern)
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
  static let s3BackupConfiguration = Member<Values<S3DestinationConfiguration>>("S3BackupConfiguration", .notEmulated)
  static let dataFormatConversionConfiguration = Member<Values<DataFormatConversionConfiguration>>(
    "DataFormatConversionConfiguration")
  static let dynamicPartitioningConfiguration = Member<Values<DynamicPartitioningConfiguration>>(
    "DynamicPartitioningConfiguration")
  static let fileExtension = Member<String>("FileExtension", .length(0...128), .pattern(#"^$|\.[0-9a-z!\-_.*'()]+"#))
  static let customTimeZone = Member<String>(
    "CustomTimeZone", .length(0...50), .pattern("^$|[a-zA-Z/_]+"), FirehoseTraits.timeZones)
  static let shape = structure(
    "ExtendedS3DestinationConfiguration", roleARN, bucketARN, prefix, errorOutputPrefix, bufferingHints,
    compressionFormat, encryptionConfiguration, cloudWatchLoggingOptions, processingConfiguration, s3BackupMode,
    s3BackupConfiguration, dataFormatConversionConfiguration, dynamicPartitioningConfiguration, fileExtension,
    customTimeZone)
}

enum S3DestinationConfiguration: StructureShape {
  static let roleARN = Required<String>("RoleARN", .length(1...512), FirehoseTraits.rolePattern)
  static let bucketARN = Required<String>("BucketARN", .length(1...2048), FirehoseTraits.bucketPattern)
  static let prefix = Member<String>("Prefix", .length(0...1024))
  static let errorOutputPrefix = Member<String>("ErrorOutputPrefix", .length(0...1024))
  static let bufferingHints = Member<Values<BufferingHints>>("BufferingHints")
  static let compressionFormat = Member<String>(
    "CompressionFormat", FirehoseTraits.compressions, .emulatedOnly(["UNCOMPRESSED", "GZIP"]))
  static let encryptionConfiguration = Member<Values<EncryptionConfiguration>>("EncryptionConfiguration")
  static let cloudWatchLoggingOptions = Member<Values<CloudWatchLoggingOptions>>("CloudWatchLoggingOptions")
  static let shape = structure(
    "S3DestinationConfiguration", roleARN, bucketARN, prefix, errorOutputPrefix, bufferingHints, compressionFormat,
    encryptionConfiguration, cloudWatchLoggingOptions)
}

enum BufferingHints: StructureShape {
  static let sizeInMBs = Member<Int32>("SizeInMBs", .range(1...128))
  static let intervalInSeconds = Member<Int32>("IntervalInSeconds", .range(0...900))
  static let shape = structure("BufferingHints", sizeInMBs, intervalInSeconds)
}

enum EncryptionConfiguration: StructureShape {
  static let noEncryptionConfig = Member<String>("NoEncryptionConfig", .values(["NoEncryption"]))
  static let kmsEncryptionConfig = Member<Values<KMSEncryptionConfig>>("KMSEncryptionConfig", .notEmulated)
  static let shape = structure("EncryptionConfiguration", noEncryptionConfig, kmsEncryptionConfig)
}

enum KMSEncryptionConfig: StructureShape {
  static let awskmsKeyARN = Required<String>("AWSKMSKeyARN", .length(1...512), FirehoseTraits.keyPattern)
  static let shape = structure("KMSEncryptionConfig", awskmsKeyARN)
}

enum CloudWatchLoggingOptions: StructureShape {
  static let enabled = Member<Bool>("Enabled")
  static let logGroupName = Member<String>("LogGroupName", .length(0...512), .pattern(#"[\.\-_/#A-Za-z0-9]*"#))
  static let logStreamName = Member<String>("LogStreamName", .length(0...512), .pattern("[^:*]*"))
  static let shape = structure("CloudWatchLoggingOptions", enabled, logGroupName, logStreamName)
}

enum ProcessingConfiguration: StructureShape {
  static let enabled = Member<Bool>("Enabled")
  static let processors = Member<[Values<Processor>]>("Processors")
  static let shape = structure("ProcessingConfiguration", enabled, processors)
}

enum Processor: StructureShape {
  static let type = Required<String>(
    "Type",
    .values([
      "RecordDeAggregation", "Decompression", "CloudWatchLogProcessing", "Lambda", "MetadataExtraction",
      "AppendDelimiterToRecord",
    ]), .emulatedOnly(["Lambda", "AppendDelimiterToRecord"]))
  static let parameters = Member<[Values<ProcessorParameter>]>("Parameters")
  static let shape = structure("Processor", type, parameters)
}

enum ProcessorParameter: StructureShape {
  static let parameterName = Required<String>(
    "ParameterName",
    .values([
      "LambdaArn", "NumberOfRetries", "MetadataExtractionQuery", "JsonParsingEngine", "RoleArn", "BufferSizeInMBs",
      "BufferIntervalInSeconds", "SubRecordType", "Delimiter", "CompressionFormat", "DataMessageExtraction",
    ]),
    .emulatedOnly([
      "LambdaArn", "NumberOfRetries", "RoleArn", "BufferSizeInMBs", "BufferIntervalInSeconds", "Delimiter",
    ]))
  static let parameterValue = Required<String>("ParameterValue", .length(1...5120), .pattern(#"^(?!\s*$).+"#))
  static let shape = structure("ProcessorParameter", parameterName, parameterValue)
}

/// Only switched off.
enum DataFormatConversionConfiguration: StructureShape {
  static let schemaConfiguration = Member<Values<SchemaConfiguration>>("SchemaConfiguration", .notEmulated)
  static let inputFormatConfiguration = Member<Values<InputFormatConfiguration>>(
    "InputFormatConfiguration", .notEmulated)
  static let outputFormatConfiguration = Member<Values<OutputFormatConfiguration>>(
    "OutputFormatConfiguration", .notEmulated)
  static let enabled = Member<Bool>("Enabled", .emulatedOnly(["false"]))
  static let shape = structure(
    "DataFormatConversionConfiguration", schemaConfiguration, inputFormatConfiguration, outputFormatConfiguration,
    enabled)
}

/// Only switched off.
enum DynamicPartitioningConfiguration: StructureShape {
  static let retryOptions = Member<Values<RetryOptions>>("RetryOptions", .notEmulated)
  static let enabled = Member<Bool>("Enabled", .emulatedOnly(["false"]))
  static let shape = structure("DynamicPartitioningConfiguration", retryOptions, enabled)
}

enum RetryOptions: StructureShape {
  static let durationInSeconds = Member<Int32>("DurationInSeconds", .range(0...7200))
  static let shape = structure("RetryOptions", durationInSeconds)
}

enum Tag: StructureShape {
  static let key = Required<String>("Key", .length(1...128), .pattern(#"^(?!aws:)[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$"#))
  static let value = Member<String>("Value", .length(0...256), .pattern(#"^[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$"#))
  static let shape = structure("Tag", key, value)
}
