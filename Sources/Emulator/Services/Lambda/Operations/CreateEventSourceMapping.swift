import Protocols
import Runtime

/// Maps a stream to a function. The stream is looked at through its port between the two steps.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
enum CreateEventSourceMapping: AWSOperation {
  enum Input: StructureShape {
    static let eventSourceARN = Member<String>("EventSourceArn", LambdaTraits.arnPattern)
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern)
    static let enabled = Member<Bool>("Enabled")
    static let batchSize = Member<Int32>("BatchSize", .range(1...10000))
    static let filterCriteria = Member<Values<FilterCriteria>>("FilterCriteria")
    static let maximumBatchingWindow = Member<Int32>("MaximumBatchingWindowInSeconds", .range(0...300))
    static let parallelizationFactor = Member<Int32>("ParallelizationFactor", .range(1...10))
    static let startingPosition = Member<String>("StartingPosition", MappingTraits.startingPositions)
    static let startingPositionTimestamp = Member<Timestamp>("StartingPositionTimestamp")
    static let destinationConfig = Member<Values<DestinationConfig>>("DestinationConfig")
    static let maximumRecordAge = Member<Int32>("MaximumRecordAgeInSeconds", .range(-1...604800))
    static let bisectBatchOnFunctionError = Member<Bool>("BisectBatchOnFunctionError")
    static let maximumRetryAttempts = Member<Int32>("MaximumRetryAttempts", .range(-1...10000))
    static let tags = Member<[String: String]>("Tags")
    static let tumblingWindow = Member<Int32>("TumblingWindowInSeconds", .range(0...900))
    static let topics = Member<[String]>(
      "Topics", .length(1...1), .each([.length(1...249), .pattern(#"[^.]([a-zA-Z0-9\-_.]+)"#)]), .notEmulated)
    static let queues = Member<[String]>(
      "Queues", .length(1...1), .each([.length(1...1000), .pattern(#"[\s\S]*"#)]), .notEmulated)
    static let sourceAccessConfigurations = Member<[Values<SourceAccessConfiguration>]>(
      "SourceAccessConfigurations", .length(0...22), .emulatedOnly(["[]"]))
    static let selfManagedEventSource = Member<Values<SelfManagedEventSource>>("SelfManagedEventSource", .notEmulated)
    static let functionResponseTypes = Member<[String]>(
      "FunctionResponseTypes", .length(0...1), MappingTraits.responseTypes)
    static let amazonManagedKafka = Member<Values<AmazonManagedKafkaEventSourceConfig>>(
      "AmazonManagedKafkaEventSourceConfig", .notEmulated)
    static let selfManagedKafka = Member<Values<SelfManagedKafkaEventSourceConfig>>(
      "SelfManagedKafkaEventSourceConfig", .notEmulated)
    static let scalingConfig = Member<Values<ScalingConfig>>("ScalingConfig", .notEmulated)
    static let documentDB = Member<Values<DocumentDBEventSourceConfig>>("DocumentDBEventSourceConfig", .notEmulated)
    static let kmsKeyARN = Member<String>("KMSKeyArn", LambdaTraits.keyPattern, .emulatedOnly([""]))
    static let metricsConfig = Member<Values<MappingMetricsConfig>>("MetricsConfig")
    static let loggingConfig = Member<Values<MappingLoggingConfig>>("LoggingConfig")
    static let provisionedPollerConfig = Member<Values<ProvisionedPollerConfig>>(
      "ProvisionedPollerConfig", .notEmulated)
    static let shape = structure(
      "CreateEventSourceMappingRequest", eventSourceARN, functionName, enabled, batchSize, filterCriteria,
      maximumBatchingWindow, parallelizationFactor, startingPosition, startingPositionTimestamp, destinationConfig,
      maximumRecordAge, bisectBatchOnFunctionError, maximumRetryAttempts, tags, tumblingWindow, topics, queues,
      sourceAccessConfigurations, selfManagedEventSource, functionResponseTypes, amazonManagedKafka, selfManagedKafka,
      scalingConfig, documentDB, kmsKeyARN, metricsConfig, loggingConfig, provisionedPollerConfig)
  }
  typealias Output = EventSourceMappingConfiguration

  static var http: HTTPBinding? { HTTPBinding("POST", "/2015-03-31/event-source-mappings", status: 202) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let function = try reference.find(service)
    guard let arn = input[Input.eventSourceARN] else {
      throw AWSError.invalidParameter("Missing or invalid event source ARN.")
    }
    let source = try SourceARN(arn)
    let (position, timestamp) = try start(input, source)
    let tags = input[Input.tags] ?? [:]
    try FunctionTags.check(tags, adding: [:])
    let mapping = EventSourceMapping(
      id: service.newID(), function: function.key, qualifier: reference.qualifier, source: arn,
      startingPosition: position, startingTimestamp: timestamp, isEnabled: input[Input.enabled] ?? true,
      batchSize: Int(input[Input.batchSize] ?? 100), batchWindow: Int(input[Input.maximumBatchingWindow] ?? 0),
      parallelizationFactor: Int(input[Input.parallelizationFactor] ?? 1),
      maximumRetries: Int(input[Input.maximumRetryAttempts] ?? -1),
      maximumRecordAge: try MappingRules.recordAge(input[Input.maximumRecordAge] ?? -1),
      bisects: input[Input.bisectBatchOnFunctionError] ?? false,
      reportsItemFailures: !(input[Input.functionResponseTypes] ?? []).isEmpty,
      tumblingWindow: Int(input[Input.tumblingWindow] ?? 0),
      filters: try MappingRules.filters(input[Input.filterCriteria]),
      failureDestination: try MappingRules.failureDestination(input[Input.destinationConfig]), created: request.now,
      lastModified: request.now)
    try refuseDuplicate(mapping, service)
    return .later {
      let found = await service.mappings.exists(source, named: arn, account: function.key.account)
      return { () throws(AWSError) -> Answer<Output> in
        if let error = found { throw error }
        guard service.store.function(function.key) != nil else { throw AWSError.functionNotFound(function.key.arn) }
        try refuseDuplicate(mapping, service)
        try service.mappingStore.put(mapping)
        try service.store.setTags(
          tags, of: "event-source-mapping:" + mapping.id, function.key.account, function.key.region)
        service.mappingsChanged()
        return .now(EventSourceMappingConfiguration.of(mapping, exactTime: true))
      }
    }
  }

  private static func start(
    _ input: Values<Input>, _ source: SourceARN
  ) throws(AWSError) -> (String, Timestamp?) {
    guard let position = input[Input.startingPosition] else {
      throw AWSError.invalidParameter(
        "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be "
          + "null.")
    }
    let timestamp = input[Input.startingPositionTimestamp]
    if (position == "AT_TIMESTAMP") != (timestamp != nil) {
      throw AWSError.invalidParameter(
        position == "AT_TIMESTAMP"
          ? "StartingPositionTimestamp is required with StartingPosition AT_TIMESTAMP."
          : "StartingPositionTimestamp can be given with StartingPosition AT_TIMESTAMP only.")
    }
    if case .tableStream(let arn) = source, timestamp != nil {
      throw AWSError.invalidParameter("Unsupported starting position for arn type: \(arn)")
    }
    return (position, timestamp)
  }

  private static func refuseDuplicate(_ mapping: EventSourceMapping, _ service: LambdaService) throws(AWSError) {
    for present in service.mappingStore.mappings.values
    where present.source == mapping.source && present.function == mapping.function
      && present.qualifier == mapping.qualifier
    {
      throw AWSError.conflict(
        "The event source arn (\" \(mapping.source) \") and function (\" \(mapping.function.name) \") provided mapping "
          + "already exists. Please update or delete the existing mapping with UUID \(present.id)")
    }
  }
}
