import Protocols

enum WorkGroup: StructureShape {
  static let name = Required<String>("Name", AthenaTraits.workGroup)
  static let state = Member<String>("State", .values(["ENABLED", "DISABLED"]))
  static let configuration = Member<Values<WorkGroupConfiguration>>("Configuration")
  static let description = Member<String>("Description", .length(0...1024))
  static let creationTime = Member<Timestamp>("CreationTime")
  static let identityCenterApplicationARN = Member<String>(
    "IdentityCenterApplicationArn", .length(0...255),
    .pattern(
      #"^arn:(aws|aws-us-gov|aws-cn|aws-iso|aws-iso-b):sso::\d{12}:application/(sso)?ins-[a-zA-Z0-9-.]{16}/apl-[a-zA-Z0-9]{16}$"#
    ), .notEmulated)
  static let shape = structure(
    "WorkGroup", name, state, configuration, description, creationTime, identityCenterApplicationARN)
}

enum WorkGroupConfiguration: StructureShape {
  static let resultConfiguration = Member<Values<ResultConfiguration>>("ResultConfiguration")
  static let managedQueryResultsConfiguration = Member<Values<ManagedQueryResultsConfiguration>>(
    "ManagedQueryResultsConfiguration", .notEmulated)
  static let enforceWorkGroupConfiguration = Member<Bool>("EnforceWorkGroupConfiguration")
  static let publishCloudWatchMetricsEnabled = Member<Bool>("PublishCloudWatchMetricsEnabled")
  static let bytesScannedCutoffPerQuery = Member<Int>("BytesScannedCutoffPerQuery", .atLeast(10_000_000), .notEmulated)
  static let requesterPaysEnabled = Member<Bool>("RequesterPaysEnabled", .emulatedOnly(["false"]))
  static let engineVersion = Member<Values<EngineVersion>>("EngineVersion")
  static let additionalConfiguration = Member<String>("AdditionalConfiguration", .length(1...128), .notEmulated)
  static let executionRole = Member<String>(
    "ExecutionRole", .length(20...2048), .pattern(#"^arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+$"#),
    .notEmulated)
  static let monitoringConfiguration = Member<Values<MonitoringConfiguration>>("MonitoringConfiguration", .notEmulated)
  static let engineConfiguration = Member<Values<EngineConfiguration>>("EngineConfiguration", .notEmulated)
  static let customerContentEncryptionConfiguration = Member<Values<CustomerContentEncryptionConfiguration>>(
    "CustomerContentEncryptionConfiguration", .notEmulated)
  static let enableMinimumEncryptionConfiguration = Member<Bool>("EnableMinimumEncryptionConfiguration", .notEmulated)
  static let identityCenterConfiguration = Member<Values<IdentityCenterConfiguration>>(
    "IdentityCenterConfiguration", .notEmulated)
  static let queryResultsS3AccessGrantsConfiguration = Member<Values<QueryResultsS3AccessGrantsConfiguration>>(
    "QueryResultsS3AccessGrantsConfiguration", .notEmulated)
  static let shape = structure(
    "WorkGroupConfiguration", resultConfiguration, managedQueryResultsConfiguration, enforceWorkGroupConfiguration,
    publishCloudWatchMetricsEnabled, bytesScannedCutoffPerQuery, requesterPaysEnabled, engineVersion,
    additionalConfiguration, executionRole, monitoringConfiguration, engineConfiguration,
    customerContentEncryptionConfiguration, enableMinimumEncryptionConfiguration, identityCenterConfiguration,
    queryResultsS3AccessGrantsConfiguration)
}

enum WorkGroupSummary: StructureShape {
  static let name = Member<String>("Name", AthenaTraits.workGroup)
  static let state = Member<String>("State", .values(["ENABLED", "DISABLED"]))
  static let description = Member<String>("Description", .length(0...1024))
  static let creationTime = Member<Timestamp>("CreationTime")
  static let engineVersion = Member<Values<EngineVersion>>("EngineVersion")
  static let identityCenterApplicationARN = Member<String>(
    "IdentityCenterApplicationArn", .length(0...255),
    .pattern(
      #"^arn:(aws|aws-us-gov|aws-cn|aws-iso|aws-iso-b):sso::\d{12}:application/(sso)?ins-[a-zA-Z0-9-.]{16}/apl-[a-zA-Z0-9]{16}$"#
    ), .notEmulated)
  static let shape = structure(
    "WorkGroupSummary", name, state, description, creationTime, engineVersion, identityCenterApplicationARN)
}

// Ways of running and keeping that the emulator's work groups do not have.

enum MonitoringConfiguration: StructureShape { static let shape = structure("MonitoringConfiguration") }

enum CustomerContentEncryptionConfiguration: StructureShape {
  static let shape = structure("CustomerContentEncryptionConfiguration")
}

enum IdentityCenterConfiguration: StructureShape { static let shape = structure("IdentityCenterConfiguration") }

enum ManagedQueryResultsConfigurationUpdates: StructureShape {
  static let shape = structure("ManagedQueryResultsConfigurationUpdates")
}
