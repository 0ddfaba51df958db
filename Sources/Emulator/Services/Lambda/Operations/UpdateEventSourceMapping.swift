import Protocols
import Runtime

/// Changes what a request names of a mapping. Its workers begin again from their checkpoints with the new settings.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html
enum UpdateEventSourceMapping: AWSOperation {
  enum Input: StructureShape {
    static let uuid = Required<String>("UUID", .label)
    static let functionName = Member<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern)
    static let enabled = Member<Bool>("Enabled")
    static let batchSize = Member<Int32>("BatchSize", .range(1...10000))
    static let filterCriteria = Member<Values<FilterCriteria>>("FilterCriteria")
    static let maximumBatchingWindow = Member<Int32>("MaximumBatchingWindowInSeconds", .range(0...300))
    static let destinationConfig = Member<Values<DestinationConfig>>("DestinationConfig")
    static let maximumRecordAge = Member<Int32>("MaximumRecordAgeInSeconds", .range(-1...604800))
    static let bisectBatchOnFunctionError = Member<Bool>("BisectBatchOnFunctionError")
    static let maximumRetryAttempts = Member<Int32>("MaximumRetryAttempts", .range(-1...10000))
    static let parallelizationFactor = Member<Int32>("ParallelizationFactor", .range(1...10))
    static let sourceAccessConfigurations = Member<[Values<SourceAccessConfiguration>]>(
      "SourceAccessConfigurations", .length(0...22), .emulatedOnly(["[]"]))
    static let tumblingWindow = Member<Int32>("TumblingWindowInSeconds", .range(0...900))
    static let functionResponseTypes = Member<[String]>(
      "FunctionResponseTypes", .length(0...1), MappingTraits.responseTypes)
    static let scalingConfig = Member<Values<ScalingConfig>>("ScalingConfig", .notEmulated)
    static let amazonManagedKafka = Member<Values<AmazonManagedKafkaEventSourceConfig>>(
      "AmazonManagedKafkaEventSourceConfig", .notEmulated)
    static let selfManagedKafka = Member<Values<SelfManagedKafkaEventSourceConfig>>(
      "SelfManagedKafkaEventSourceConfig", .notEmulated)
    static let documentDB = Member<Values<DocumentDBEventSourceConfig>>("DocumentDBEventSourceConfig", .notEmulated)
    static let kmsKeyARN = Member<String>("KMSKeyArn", LambdaTraits.keyPattern, .emulatedOnly([""]))
    static let metricsConfig = Member<Values<MappingMetricsConfig>>("MetricsConfig")
    static let loggingConfig = Member<Values<MappingLoggingConfig>>("LoggingConfig")
    static let provisionedPollerConfig = Member<Values<ProvisionedPollerConfig>>(
      "ProvisionedPollerConfig", .notEmulated)
    static let shape = structure(
      "UpdateEventSourceMappingRequest", uuid, functionName, enabled, batchSize, filterCriteria, maximumBatchingWindow,
      destinationConfig, maximumRecordAge, bisectBatchOnFunctionError, maximumRetryAttempts, parallelizationFactor,
      sourceAccessConfigurations, tumblingWindow, functionResponseTypes, scalingConfig, amazonManagedKafka,
      selfManagedKafka, documentDB, kmsKeyARN, metricsConfig, loggingConfig, provisionedPollerConfig)
  }
  typealias Output = EventSourceMappingConfiguration

  static var http: HTTPBinding? { HTTPBinding("PUT", "/2015-03-31/event-source-mappings/{UUID}", status: 202) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    var mapping = try MappingReference.findForChange(input[Input.uuid], request, service)
    let wasEnabled = mapping.isEnabled
    if let name = input[Input.functionName] {
      let reference = try FunctionReference(name, request)
      mapping.function = try reference.find(service).key
      mapping.qualifier = reference.qualifier
    }
    if let enabled = input[Input.enabled] { mapping.isEnabled = enabled }
    if let size = input[Input.batchSize] { mapping.batchSize = Int(size) }
    if let window = input[Input.maximumBatchingWindow] { mapping.batchWindow = Int(window) }
    if let factor = input[Input.parallelizationFactor] { mapping.parallelizationFactor = Int(factor) }
    if let age = input[Input.maximumRecordAge] { mapping.maximumRecordAge = try MappingRules.recordAge(age) }
    if let seconds = input[Input.tumblingWindow] { mapping.tumblingWindow = Int(seconds) }
    if let criteria = input[Input.filterCriteria] { mapping.filters = try MappingRules.filters(criteria) }
    if let destinations = input[Input.destinationConfig] {
      mapping.failureDestination = try MappingRules.failureDestination(destinations)
    }
    if let bisects = input[Input.bisectBatchOnFunctionError] { mapping.bisects = bisects }
    if let retries = input[Input.maximumRetryAttempts] { mapping.maximumRetries = Int(retries) }
    if let types = input[Input.functionResponseTypes] { mapping.reportsItemFailures = !types.isEmpty }
    mapping.lastModified = request.now
    switch (wasEnabled, mapping.isEnabled) {
    case (false, true): mapping.state = .enabling
    case (true, false): mapping.state = .disabling
    default: mapping.state = .updating
    }
    try service.mappingStore.put(mapping)
    service.mappingsChanged()
    return .now(EventSourceMappingConfiguration.of(mapping, exactTime: true))
  }
}
