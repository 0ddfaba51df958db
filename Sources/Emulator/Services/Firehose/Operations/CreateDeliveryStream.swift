import Protocols
import Runtime
import Storage

/// Makes a delivery stream; it is ACTIVE at once. A Kinesis source is read from its tip at this moment on.
/// https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html
enum CreateDeliveryStream: AWSOperation {
  enum Input: StructureShape {
    static let deliveryStreamName = Required<String>("DeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
    static let deliveryStreamType = Member<String>(
      "DeliveryStreamType", FirehoseTraits.types, .emulatedOnly(["DirectPut", "KinesisStreamAsSource"]))
    static let directPutSourceConfiguration = Member<Values<DirectPutSourceConfiguration>>(
      "DirectPutSourceConfiguration", .notEmulated)
    static let kinesisStreamSourceConfiguration = Member<Values<KinesisStreamSourceConfiguration>>(
      "KinesisStreamSourceConfiguration")
    static let deliveryStreamEncryptionConfigurationInput = Member<Values<DeliveryStreamEncryptionConfigurationInput>>(
      "DeliveryStreamEncryptionConfigurationInput")
    static let s3DestinationConfiguration = Member<Values<S3DestinationConfiguration>>("S3DestinationConfiguration")
    static let extendedS3DestinationConfiguration = Member<Values<ExtendedS3DestinationConfiguration>>(
      "ExtendedS3DestinationConfiguration")
    static let redshiftDestinationConfiguration = Member<Values<RedshiftDestinationConfiguration>>(
      "RedshiftDestinationConfiguration")
    static let elasticsearchDestinationConfiguration = Member<Values<ElasticsearchDestinationConfiguration>>(
      "ElasticsearchDestinationConfiguration")
    static let amazonopensearchserviceDestinationConfiguration = Member<
      Values<AmazonopensearchserviceDestinationConfiguration>
    >("AmazonopensearchserviceDestinationConfiguration")
    static let splunkDestinationConfiguration = Member<Values<SplunkDestinationConfiguration>>(
      "SplunkDestinationConfiguration")
    static let httpEndpointDestinationConfiguration = Member<Values<HttpEndpointDestinationConfiguration>>(
      "HttpEndpointDestinationConfiguration")
    static let tags = Member<[Values<Tag>]>("Tags", .length(1...50))
    static let amazonOpenSearchServerlessDestinationConfiguration = Member<
      Values<AmazonOpenSearchServerlessDestinationConfiguration>
    >("AmazonOpenSearchServerlessDestinationConfiguration")
    static let mskSourceConfiguration = Member<Values<MSKSourceConfiguration>>("MSKSourceConfiguration", .notEmulated)
    static let snowflakeDestinationConfiguration = Member<Values<SnowflakeDestinationConfiguration>>(
      "SnowflakeDestinationConfiguration")
    static let icebergDestinationConfiguration = Member<Values<IcebergDestinationConfiguration>>(
      "IcebergDestinationConfiguration")
    static let databaseSourceConfiguration = Member<Values<DatabaseSourceConfiguration>>(
      "DatabaseSourceConfiguration", .notEmulated)
    static let shape = structure(
      "CreateDeliveryStreamInput", deliveryStreamName, deliveryStreamType, directPutSourceConfiguration,
      kinesisStreamSourceConfiguration, deliveryStreamEncryptionConfigurationInput, s3DestinationConfiguration,
      extendedS3DestinationConfiguration, redshiftDestinationConfiguration, elasticsearchDestinationConfiguration,
      amazonopensearchserviceDestinationConfiguration, splunkDestinationConfiguration,
      httpEndpointDestinationConfiguration, tags, amazonOpenSearchServerlessDestinationConfiguration,
      mskSourceConfiguration, snowflakeDestinationConfiguration, icebergDestinationConfiguration,
      databaseSourceConfiguration)
  }
  enum KinesisStreamSourceConfiguration: StructureShape {
    static let kinesisStreamARN = Required<String>("KinesisStreamARN", .length(1...512), FirehoseTraits.streamPattern)
    static let roleARN = Required<String>("RoleARN", .length(1...512), FirehoseTraits.rolePattern)
    static let shape = structure("KinesisStreamSourceConfiguration", kinesisStreamARN, roleARN)
  }
  enum Output: StructureShape {
    static let deliveryStreamARN = Member<String>("DeliveryStreamARN", .length(1...512), FirehoseTraits.arnPattern)
    static let shape = structure("CreateDeliveryStreamOutput", deliveryStreamARN)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.deliveryStreamName]
    let destination = try destination(of: input)
    let tags = try DeliveryStreamTags.checked(input[Input.tags] ?? [])
    if service.store.stream(request.account, request.region, name) != nil {
      throw AWSError.deliveryStreamExists(name, request.account)
    }
    let source = try source(of: input, request)
    let encryption = try StreamEncryption.checked(
      input[Input.deliveryStreamEncryptionConfigurationInput], hasSource: source != nil)
    guard let source else {
      return try finish(name, nil, [:], destination, encryption, tags, request, service)
    }
    return .later {
      do throws(AWSError) {
        let positions = try await tips(of: source, request, service)
        return { () throws(AWSError) -> Answer<Output> in
          try finish(name, source, positions, destination, nil, tags, request, service)
        }
      } catch {
        return { () throws(AWSError) -> Answer<Output> in throw error }
      }
    }
  }

  private static func finish(
    _ name: String, _ source: StreamSource?, _ positions: [String: String], _ destination: S3Destination,
    _ encryption: StreamEncryption?, _ tags: [DeliveryStreamTags.Pair], _ request: RequestContext,
    _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    if service.store.stream(request.account, request.region, name) != nil {
      throw AWSError.deliveryStreamExists(name, request.account)
    }
    let stream = try service.store.create(
      request.account, request.region, name, source: source, destination, encryption, positions: positions,
      now: Int(request.now.milliseconds))
    for tag in tags { try service.store.setTag(tag.key, tag.value, of: stream) }
    service.store.round.afterCommit { service.begin(stream) }
    return .now(.with { $0[Output.deliveryStreamARN] = stream.arn })
  }

  // MARK: Source

  private static func source(of input: Values<Input>, _ request: RequestContext) throws(AWSError) -> StreamSource? {
    let configuration = input[Input.kinesisStreamSourceConfiguration]
    if input[Input.deliveryStreamType] == "KinesisStreamAsSource" {
      guard let configuration else {
        throw AWSError.invalidArgument(
          "KinesisSourceStreamConfig must be specified for KinesisStreamAsSource delivery stream type.")
      }
      return StreamSource(
        streamARN: configuration[KinesisStreamSourceConfiguration.kinesisStreamARN],
        roleARN: configuration[KinesisStreamSourceConfiguration.roleARN], start: Int(request.now.milliseconds))
    }
    if configuration != nil {
      throw AWSError.invalidArgument(
        "KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream type.")
    }
    return nil
  }

  /// The last record of each shard that came in this very millisecond but before the delivery stream: what was there is
  /// not delivered, what comes later is. Every other shard is read from the time of creation on.
  private static func tips(
    of source: StreamSource, _ request: RequestContext, _ service: FirehoseService
  ) async throws(AWSError) -> [String: String] {
    let streams: any StreamPort = service.setting.ports.streams
    let caller = Caller.root(of: request.account)
    let description = try await streams.describe(source.streamARN, as: caller)
    var tips: [String: String] = [:]
    for shard in description.shards where shard.isOpen {
      let start = Timestamp(milliseconds: Int64(source.start))
      var next: String? = try await streams.iterator(
        source.streamARN, shard: shard.id, at: .timestamp(start), as: caller)
      while let iterator = next {
        let page = try await streams.records(iterator, of: source.streamARN, limit: 1000, as: caller)
        guard let last = page.records.last else { break }
        tips[shard.id] = last.sequenceNumber
        next = page.nextIterator
      }
    }
    return tips
  }

  // MARK: Destination

  private static func destination(of input: Values<Input>) throws(AWSError) -> S3Destination {
    let others: [AnyMember] = [
      Input.redshiftDestinationConfiguration, Input.elasticsearchDestinationConfiguration,
      Input.amazonopensearchserviceDestinationConfiguration, Input.splunkDestinationConfiguration,
      Input.httpEndpointDestinationConfiguration, Input.amazonOpenSearchServerlessDestinationConfiguration,
      Input.snowflakeDestinationConfiguration, Input.icebergDestinationConfiguration,
    ]
    for other in others where input.has(other) {
      throw AWSError.invalidArgument("The destination \(other.name) is not emulated.")
    }
    switch (input[Input.s3DestinationConfiguration], input[Input.extendedS3DestinationConfiguration]) {
    case (nil, nil):
      throw AWSError.invalidArgument("Exactly one destination configuration is required for a Firehose")
    case (_?, _?):
      throw AWSError.invalidArgument("Exactly one destination configuration is supported for a Firehose")
    case (let plain?, nil):
      // It shares its members with the extended one.
      let structure = try Structure(json: plain.structure.json, ExtendedS3DestinationConfiguration.shape)
      return try S3Destination(Values(structure))
    case (nil, let extended?):
      try S3Destination.refuseConversions(extended, name)
      return try S3Destination(extended)
    }
  }
}
