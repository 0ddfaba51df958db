import Protocols
import Runtime

/// https://docs.aws.amazon.com/firehose/latest/APIReference/API_DescribeDeliveryStream.html
enum DescribeDeliveryStream: AWSOperation {
  enum Input: StructureShape {
    static let deliveryStreamName = Required<String>("DeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
    static let limit = Member<Int32>("Limit", .range(1...10000))
    static let exclusiveStartDestinationID = Member<String>(
      "ExclusiveStartDestinationId", .length(1...100), .pattern("[a-zA-Z0-9-]+"))
    static let shape = structure("DescribeDeliveryStreamInput", deliveryStreamName, limit, exclusiveStartDestinationID)
  }
  enum Output: StructureShape {
    static let deliveryStreamDescription = Required<Values<DeliveryStreamDescription>>("DeliveryStreamDescription")
    static let shape = structure("DescribeDeliveryStreamOutput", deliveryStreamDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try DeliveryStreamReference.stream(
      input[Input.deliveryStreamName], request.account, request.region, service)
    // There is one destination; behind it there is none.
    let isPast = input[Input.exclusiveStartDestinationID].map { $0 >= S3Destination.id } ?? false
    let destinations = isPast ? [] : [try destination(of: stream)]
    return .now(
      .with { out in
        out[Output.deliveryStreamDescription] = .with {
          typealias Shape = DeliveryStreamDescription
          $0[Shape.deliveryStreamName] = stream.name
          $0[Shape.deliveryStreamARN] = stream.arn
          $0[Shape.deliveryStreamStatus] = "ACTIVE"
          $0[Shape.deliveryStreamEncryptionConfiguration] = .with {
            let encryption = stream.settings.encryption
            $0[DeliveryStreamEncryptionConfiguration.status] = encryption == nil ? "DISABLED" : "ENABLED"
            $0[DeliveryStreamEncryptionConfiguration.keyType] = encryption?.keyType
            $0[DeliveryStreamEncryptionConfiguration.keyARN] = encryption?.keyARN
          }
          $0[Shape.deliveryStreamType] = stream.type
          $0[Shape.versionID] = String(stream.version)
          $0[Shape.createTimestamp] = Timestamp(milliseconds: Int64(stream.created))
          $0[Shape.lastUpdateTimestamp] = stream.settings.updated.map { Timestamp(milliseconds: Int64($0)) }
          $0[Shape.source] = stream.source.map(source)
          $0[Shape.destinations] = destinations
          $0[Shape.hasMoreDestinations] = false
        }
      })
  }

  private static func source(_ source: StreamSource) -> Values<SourceDescription> {
    .with {
      $0[SourceDescription.kinesisStreamSourceDescription] = .with {
        $0[KinesisStreamSourceDescription.kinesisStreamARN] = source.streamARN
        $0[KinesisStreamSourceDescription.roleARN] = source.roleARN
        $0[KinesisStreamSourceDescription.deliveryStartTimestamp] = Timestamp(milliseconds: Int64(source.start))
      }
    }
  }

  /// Both forms, as AWS answers for either kind of configuration.
  private static func destination(of stream: DeliveryStream) throws(AWSError) -> Values<DestinationDescription> {
    typealias Extended = ExtendedS3DestinationDescription
    typealias Plain = S3DestinationDescription
    let json = stream.destination.configuration.structure.json
    var extended = Values<Extended>(try Structure(json: json, Extended.shape))
    var hints = stream.destination.configuration[ExtendedS3DestinationConfiguration.bufferingHints] ?? Values()
    if !hints.has(BufferingHints.sizeInMBs) { hints[BufferingHints.sizeInMBs] = S3Destination.defaultMebibytes }
    if !hints.has(BufferingHints.intervalInSeconds) {
      hints[BufferingHints.intervalInSeconds] = S3Destination.defaultSeconds
    }
    extended[Extended.bufferingHints] = hints
    if !extended.has(Extended.compressionFormat) { extended[Extended.compressionFormat] = "UNCOMPRESSED" }
    if !extended.has(Extended.encryptionConfiguration) {
      extended[Extended.encryptionConfiguration] = .with {
        $0[EncryptionConfiguration.noEncryptionConfig] = "NoEncryption"
      }
    }
    if !extended.has(Extended.cloudWatchLoggingOptions) {
      extended[Extended.cloudWatchLoggingOptions] = .with { $0[CloudWatchLoggingOptions.enabled] = false }
    }
    if !extended.has(Extended.s3BackupMode) { extended[Extended.s3BackupMode] = "Disabled" }
    let plain = Values<Plain>(try Structure(json: extended.structure.json, Plain.shape))
    return .with {
      $0[DestinationDescription.destinationID] = S3Destination.id
      $0[DestinationDescription.s3DestinationDescription] = plain
      $0[DestinationDescription.extendedS3DestinationDescription] = extended
    }
  }
}
