import Protocols
import Runtime

/// Changes what is given and leaves the rest.
/// https://docs.aws.amazon.com/athena/latest/APIReference/API_UpdateWorkGroup.html
enum UpdateWorkGroup: AWSOperation {
  enum Input: StructureShape {
    static let workGroup = Required<String>("WorkGroup", AthenaTraits.workGroup)
    static let description = Member<String>("Description", .length(0...1024))
    static let configurationUpdates = Member<Values<WorkGroupConfigurationUpdates>>("ConfigurationUpdates")
    static let state = Member<String>("State", .values(["ENABLED", "DISABLED"]))
    static let shape = structure("UpdateWorkGroupInput", workGroup, description, configurationUpdates, state)
  }
  enum Output: StructureShape {
    static let shape = structure("UpdateWorkGroupOutput")
  }
  enum WorkGroupConfigurationUpdates: StructureShape {
    static let enforceWorkGroupConfiguration = Member<Bool>("EnforceWorkGroupConfiguration")
    static let resultConfigurationUpdates = Member<Values<ResultConfigurationUpdates>>("ResultConfigurationUpdates")
    static let managedQueryResultsConfigurationUpdates = Member<Values<ManagedQueryResultsConfigurationUpdates>>(
      "ManagedQueryResultsConfigurationUpdates", .notEmulated)
    static let publishCloudWatchMetricsEnabled = Member<Bool>("PublishCloudWatchMetricsEnabled")
    static let bytesScannedCutoffPerQuery = Member<Int>(
      "BytesScannedCutoffPerQuery", .atLeast(10_000_000), .notEmulated)
    static let removeBytesScannedCutoffPerQuery = Member<Bool>(
      "RemoveBytesScannedCutoffPerQuery", .emulatedOnly(["true", "false"]))
    static let requesterPaysEnabled = Member<Bool>("RequesterPaysEnabled", .emulatedOnly(["false"]))
    static let engineVersion = Member<Values<EngineVersion>>("EngineVersion")
    static let removeCustomerContentEncryptionConfiguration = Member<Bool>(
      "RemoveCustomerContentEncryptionConfiguration", .emulatedOnly(["true", "false"]))
    static let additionalConfiguration = Member<String>("AdditionalConfiguration", .length(1...128), .notEmulated)
    static let executionRole = Member<String>(
      "ExecutionRole", .length(20...2048), .pattern(#"^arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+$"#),
      .notEmulated)
    static let customerContentEncryptionConfiguration = Member<Values<CustomerContentEncryptionConfiguration>>(
      "CustomerContentEncryptionConfiguration", .notEmulated)
    static let enableMinimumEncryptionConfiguration = Member<Bool>("EnableMinimumEncryptionConfiguration", .notEmulated)
    static let queryResultsS3AccessGrantsConfiguration = Member<Values<QueryResultsS3AccessGrantsConfiguration>>(
      "QueryResultsS3AccessGrantsConfiguration", .notEmulated)
    static let monitoringConfiguration = Member<Values<MonitoringConfiguration>>(
      "MonitoringConfiguration", .notEmulated)
    static let engineConfiguration = Member<Values<EngineConfiguration>>("EngineConfiguration", .notEmulated)
    static let shape = structure(
      "WorkGroupConfigurationUpdates", enforceWorkGroupConfiguration, resultConfigurationUpdates,
      managedQueryResultsConfigurationUpdates, publishCloudWatchMetricsEnabled, bytesScannedCutoffPerQuery,
      removeBytesScannedCutoffPerQuery, requesterPaysEnabled, engineVersion,
      removeCustomerContentEncryptionConfiguration, additionalConfiguration, executionRole,
      customerContentEncryptionConfiguration, enableMinimumEncryptionConfiguration,
      queryResultsS3AccessGrantsConfiguration, monitoringConfiguration, engineConfiguration)
  }
  enum ResultConfigurationUpdates: StructureShape {
    static let outputLocation = Member<String>("OutputLocation")
    static let removeOutputLocation = Member<Bool>("RemoveOutputLocation")
    static let encryptionConfiguration = Member<Values<EncryptionConfiguration>>("EncryptionConfiguration")
    static let removeEncryptionConfiguration = Member<Bool>("RemoveEncryptionConfiguration")
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .length(12...12), .pattern("^[0-9]+$"))
    static let removeExpectedBucketOwner = Member<Bool>("RemoveExpectedBucketOwner")
    static let aclConfiguration = Member<Values<AclConfiguration>>("AclConfiguration")
    static let removeAclConfiguration = Member<Bool>("RemoveAclConfiguration")
    static let shape = structure(
      "ResultConfigurationUpdates", outputLocation, removeOutputLocation, encryptionConfiguration,
      removeEncryptionConfiguration, expectedBucketOwner, removeExpectedBucketOwner, aclConfiguration,
      removeAclConfiguration)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.workGroup]
    var group = try WorkGroupReference.find(name, request.account, request.region, service)
    if let description = input[Input.description] { group[WorkGroup.description] = description }
    if let state = input[Input.state] {
      if name == WorkGroupReference.primary, state == "DISABLED" {
        throw AWSError.invalidRequest("The primary workgroup cannot be disabled")
      }
      group[WorkGroup.state] = state
    }
    if let updates = input[Input.configurationUpdates] {
      var configuration = group[WorkGroup.configuration] ?? Values()
      try apply(updates, to: &configuration, request.account)
      group[WorkGroup.configuration] = configuration
    }
    try service.store.set(.workGroup, name, group.structure, request.account, request.region)
    return .now(Values())
  }

  private static func apply(
    _ updates: Values<WorkGroupConfigurationUpdates>, to configuration: inout Values<WorkGroupConfiguration>,
    _ account: String
  ) throws(AWSError) {
    typealias Updates = WorkGroupConfigurationUpdates
    typealias Shape = WorkGroupConfiguration
    if let flag = updates[Updates.enforceWorkGroupConfiguration] {
      configuration[Shape.enforceWorkGroupConfiguration] = flag
    }
    if let flag = updates[Updates.publishCloudWatchMetricsEnabled] {
      configuration[Shape.publishCloudWatchMetricsEnabled] = flag
    }
    if updates.has(Updates.engineVersion) {
      configuration[Shape.engineVersion] = try WorkGroupReference.checked(updates[Updates.engineVersion])
    }
    guard let changed = updates[Updates.resultConfigurationUpdates] else { return }
    var result = configuration[Shape.resultConfiguration] ?? Values()
    typealias Changes = ResultConfigurationUpdates
    if changed[Changes.removeOutputLocation] == true { result[ResultConfiguration.outputLocation] = nil }
    if changed[Changes.removeEncryptionConfiguration] == true {
      result[ResultConfiguration.encryptionConfiguration] = nil
    }
    if changed[Changes.removeExpectedBucketOwner] == true { result[ResultConfiguration.expectedBucketOwner] = nil }
    if changed[Changes.removeAclConfiguration] == true { result[ResultConfiguration.aclConfiguration] = nil }
    if let location = changed[Changes.outputLocation] { result[ResultConfiguration.outputLocation] = location }
    if let encryption = changed[Changes.encryptionConfiguration] {
      result[ResultConfiguration.encryptionConfiguration] = encryption
    }
    if let owner = changed[Changes.expectedBucketOwner] { result[ResultConfiguration.expectedBucketOwner] = owner }
    if let list = changed[Changes.aclConfiguration] { result[ResultConfiguration.aclConfiguration] = list }
    try WorkGroupReference.check(result, account)
    configuration[Shape.resultConfiguration] = result
  }
}
