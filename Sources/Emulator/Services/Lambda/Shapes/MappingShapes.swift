import Protocols

/// Members of event-source mappings. Those of sources that are not streams are here by name, so that they are refused by it.
enum MappingTraits {
  static let destinationPattern = Trait.pattern(
    #"$|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)"#
  )
  static let uriPattern = Trait.pattern(#"[a-zA-Z0-9-\/*:_+=.@-]*"#)
  static let startingPositions = Trait.values(["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"])
  static let responseTypes = Trait.each([.values(["ReportBatchItemFailures"])])
}

enum FilterCriteria: StructureShape {
  enum Filter: StructureShape {
    static let pattern = Member<String>("Pattern", .length(0...4096), .pattern(#".*"#))
    static let shape = structure("Filter", pattern)
  }
  static let filters = Member<[Values<Filter>]>("Filters")
  static let shape = structure("FilterCriteria", filters)
}

enum DestinationConfig: StructureShape {
  enum OnSuccess: StructureShape {
    static let destination = Member<String>(
      "Destination", .length(0...350), MappingTraits.destinationPattern, .emulatedOnly([""]))
    static let shape = structure("OnSuccess", destination)
  }
  enum OnFailure: StructureShape {
    static let destination = Member<String>("Destination", .length(0...350), MappingTraits.destinationPattern)
    static let shape = structure("OnFailure", destination)
  }
  static let onSuccess = Member<Values<OnSuccess>>("OnSuccess")
  static let onFailure = Member<Values<OnFailure>>("OnFailure")
  static let shape = structure("DestinationConfig", onSuccess, onFailure)
}

enum SourceAccessConfiguration: StructureShape {
  static let type = Member<String>(
    "Type",
    .values([
      "BASIC_AUTH", "VPC_SUBNET", "VPC_SECURITY_GROUP", "SASL_SCRAM_512_AUTH", "SASL_SCRAM_256_AUTH", "VIRTUAL_HOST",
      "CLIENT_CERTIFICATE_TLS_AUTH", "SERVER_ROOT_CA_CERTIFICATE",
    ]))
  static let uri = Member<String>("URI", .length(1...200), MappingTraits.uriPattern)
  static let shape = structure("SourceAccessConfiguration", type, uri)
}

enum SelfManagedEventSource: StructureShape {
  static let endpoints = Member<[String: [String]]>(
    "Endpoints", .length(1...2), .keys([.values(["KAFKA_BOOTSTRAP_SERVERS"])]),
    .mapped([
      .length(1...10),
      .each([
        .length(1...300),
        .pattern(
          #"(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9])\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\-]*[A-Za-z0-9]):[0-9]{1,5}"#
        ),
      ]),
    ]))
  static let shape = structure("SelfManagedEventSource", endpoints)
}

enum KafkaSchemaRegistryConfig: StructureShape {
  enum Access: StructureShape {
    static let type = Member<String>(
      "Type", .values(["BASIC_AUTH", "CLIENT_CERTIFICATE_TLS_AUTH", "SERVER_ROOT_CA_CERTIFICATE"]))
    static let uri = Member<String>("URI", LambdaTraits.arnPattern)
    static let shape = structure("KafkaSchemaRegistryAccessConfig", type, uri)
  }
  enum Validation: StructureShape {
    static let attribute = Member<String>("Attribute", .values(["KEY", "VALUE"]))
    static let shape = structure("KafkaSchemaValidationConfig", attribute)
  }
  static let schemaRegistryURI = Member<String>("SchemaRegistryURI", .length(1...10000), MappingTraits.uriPattern)
  static let eventRecordFormat = Member<String>("EventRecordFormat", .values(["JSON", "SOURCE"]))
  static let accessConfigs = Member<[Values<Access>]>("AccessConfigs")
  static let schemaValidationConfigs = Member<[Values<Validation>]>("SchemaValidationConfigs")
  static let shape = structure(
    "KafkaSchemaRegistryConfig", schemaRegistryURI, eventRecordFormat, accessConfigs, schemaValidationConfigs)
}

enum AmazonManagedKafkaEventSourceConfig: StructureShape {
  static let consumerGroupID = Member<String>("ConsumerGroupId", .length(1...200), MappingTraits.uriPattern)
  static let schemaRegistryConfig = Member<Values<KafkaSchemaRegistryConfig>>("SchemaRegistryConfig")
  static let shape = structure("AmazonManagedKafkaEventSourceConfig", consumerGroupID, schemaRegistryConfig)
}

enum SelfManagedKafkaEventSourceConfig: StructureShape {
  static let consumerGroupID = Member<String>("ConsumerGroupId", .length(1...200), MappingTraits.uriPattern)
  static let schemaRegistryConfig = Member<Values<KafkaSchemaRegistryConfig>>("SchemaRegistryConfig")
  static let shape = structure("SelfManagedKafkaEventSourceConfig", consumerGroupID, schemaRegistryConfig)
}

enum ScalingConfig: StructureShape {
  static let maximumConcurrency = Member<Int32>("MaximumConcurrency", .range(2...1000))
  static let shape = structure("ScalingConfig", maximumConcurrency)
}

enum DocumentDBEventSourceConfig: StructureShape {
  static let databaseName = Member<String>("DatabaseName", .length(1...63), .pattern(#"[^ /\.$\x22]*"#))
  static let collectionName = Member<String>(
    "CollectionName", .length(1...57), .pattern(#"(^(?!(system\x2e)))(^[_a-zA-Z0-9])([^$]*)"#))
  static let fullDocument = Member<String>("FullDocument", .values(["UpdateLookup", "Default"]))
  static let shape = structure("DocumentDBEventSourceConfig", databaseName, collectionName, fullDocument)
}

enum MappingMetricsConfig: StructureShape {
  static let metrics = Member<[String]>(
    "Metrics", .length(0...3), .each([.values(["EventCount", "ErrorCount", "KafkaMetrics"])]), .emulatedOnly(["[]"]))
  static let shape = structure("EventSourceMappingMetricsConfig", metrics)
}

enum MappingLoggingConfig: StructureShape {
  static let systemLogLevel = Member<String>("SystemLogLevel", .values(["DEBUG", "INFO", "WARN"]), .notEmulated)
  static let shape = structure("EventSourceMappingLoggingConfig", systemLogLevel)
}

enum ProvisionedPollerConfig: StructureShape {
  static let minimumPollers = Member<Int32>("MinimumPollers", .range(1...200))
  static let maximumPollers = Member<Int32>("MaximumPollers", .range(1...2000))
  static let pollerGroupName = Member<String>("PollerGroupName", .length(0...128), .pattern(#"[a-zA-Z0-9-_]*"#))
  static let shape = structure("ProvisionedPollerConfig", minimumPollers, maximumPollers, pollerGroupName)
}

/// What the API shows of a mapping.
enum EventSourceMappingConfiguration: StructureShape {
  static let uuid = Member<String>("UUID")
  static let startingPosition = Member<String>("StartingPosition")
  static let startingPositionTimestamp = Member<Timestamp>("StartingPositionTimestamp")
  static let batchSize = Member<Int32>("BatchSize")
  static let maximumBatchingWindow = Member<Int32>("MaximumBatchingWindowInSeconds")
  static let parallelizationFactor = Member<Int32>("ParallelizationFactor")
  static let eventSourceARN = Member<String>("EventSourceArn")
  static let filterCriteria = Member<Values<FilterCriteria>>("FilterCriteria")
  static let functionARN = Member<String>("FunctionArn")
  static let lastModified = Member<Timestamp>("LastModified")
  static let lastProcessingResult = Member<String>("LastProcessingResult")
  static let state = Member<String>("State")
  static let stateTransitionReason = Member<String>("StateTransitionReason")
  static let destinationConfig = Member<Values<DestinationConfig>>("DestinationConfig")
  static let maximumRecordAge = Member<Int32>("MaximumRecordAgeInSeconds")
  static let bisectBatchOnFunctionError = Member<Bool>("BisectBatchOnFunctionError")
  static let maximumRetryAttempts = Member<Int32>("MaximumRetryAttempts")
  static let tumblingWindow = Member<Int32>("TumblingWindowInSeconds")
  static let functionResponseTypes = Member<[String]>("FunctionResponseTypes")
  static let eventSourceMappingARN = Member<String>("EventSourceMappingArn")
  static let shape = structure(
    "EventSourceMappingConfiguration", uuid, startingPosition, startingPositionTimestamp, batchSize,
    maximumBatchingWindow, parallelizationFactor, eventSourceARN, filterCriteria, functionARN, lastModified,
    lastProcessingResult,
    state, stateTransitionReason, destinationConfig, maximumRecordAge, bisectBatchOnFunctionError,
    maximumRetryAttempts, tumblingWindow, functionResponseTypes, eventSourceMappingARN)

  /// `exactTime` is for the answer of the very call that changed the mapping: later ones show the time cut to the minute
  /// (recorded from AWS).
  static func of(_ mapping: EventSourceMapping, exactTime: Bool = false) -> Values<EventSourceMappingConfiguration> {
    .with { out in
      out[uuid] = mapping.id
      out[startingPosition] = mapping.startingPosition
      out[startingPositionTimestamp] = mapping.startingTimestamp
      out[batchSize] = Int32(mapping.batchSize)
      out[maximumBatchingWindow] = Int32(mapping.batchWindow)
      out[parallelizationFactor] = Int32(mapping.parallelizationFactor)
      out[eventSourceARN] = mapping.source
      if !mapping.filters.isEmpty {
        out[filterCriteria] = .with {
          $0[FilterCriteria.filters] = mapping.filters.map { text in .with { $0[FilterCriteria.Filter.pattern] = text }
          }
        }
      }
      out[functionARN] = mapping.functionARN
      let time = mapping.lastModified.milliseconds
      out[lastModified] = Timestamp(milliseconds: exactTime ? time : time - time % 60_000)
      out[lastProcessingResult] = mapping.lastProcessingResult
      out[state] = mapping.state.rawValue
      out[stateTransitionReason] = "User action"
      out[destinationConfig] = .with {
        $0[DestinationConfig.onFailure] = .with {
          $0[DestinationConfig.OnFailure.destination] = mapping.failureDestination
        }
      }
      out[maximumRecordAge] = Int32(mapping.maximumRecordAge)
      out[bisectBatchOnFunctionError] = mapping.bisects
      out[maximumRetryAttempts] = Int32(mapping.maximumRetries)
      out[tumblingWindow] = Int32(mapping.tumblingWindow)
      out[functionResponseTypes] = mapping.reportsItemFailures ? ["ReportBatchItemFailures"] : []
      out[eventSourceMappingARN] = mapping.arn
    }
  }
}
