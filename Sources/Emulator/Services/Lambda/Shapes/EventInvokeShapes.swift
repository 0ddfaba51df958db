import Protocols

/// How a function's asynchronous events are dealt with; also what the store keeps.
enum FunctionEventInvokeConfig: StructureShape {
  static let lastModified = Member<Timestamp>("LastModified")
  static let functionARN = Member<String>("FunctionArn")
  static let maximumRetryAttempts = Member<Int32>("MaximumRetryAttempts")
  static let maximumEventAgeInSeconds = Member<Int32>("MaximumEventAgeInSeconds")
  static let destinationConfig = Member<Values<InvokeDestinations>>("DestinationConfig")
  static let shape = structure(
    "FunctionEventInvokeConfig", lastModified, functionARN, maximumRetryAttempts, maximumEventAgeInSeconds,
    destinationConfig)
}

/// What ProvisionedConcurrencyConfig's operations answer.
enum ProvisionedConcurrency: StructureShape {
  static let requested = Member<Int32>("RequestedProvisionedConcurrentExecutions")
  static let available = Member<Int32>("AvailableProvisionedConcurrentExecutions")
  static let allocated = Member<Int32>("AllocatedProvisionedConcurrentExecutions")
  static let status = Member<String>("Status")
  static let statusReason = Member<String>("StatusReason")
  static let lastModified = Member<String>("LastModified")
  static let shape = structure(
    "GetProvisionedConcurrencyConfigResponse", requested, available, allocated, status, statusReason, lastModified)
}

/// Where what became of an event goes: a topic, another function, after a failure also a bucket.
enum InvokeDestinations: StructureShape {
  enum OnSuccess: StructureShape {
    static let destination = Member<String>("Destination", .length(0...350), MappingTraits.destinationPattern)
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
