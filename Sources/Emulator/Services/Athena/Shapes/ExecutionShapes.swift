import Protocols

/// The constraints that many shapes of Athena share
/// (https://docs.aws.amazon.com/athena/latest/APIReference/Welcome.html).
enum AthenaTraits {
  static let line = Trait.pattern(#"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*"#)
  static let workGroup = Trait.pattern("[a-zA-Z0-9._-]{1,128}")
  static let idLength = Trait.length(1...128)
  static let id = Trait.pattern(#"\S+"#)
  static let parameterKeys = Trait.keys([.length(1...255), line])
  static let parameterValues = Trait.mapped([.length(0...51200)])
  static let catalogTypes = Trait.values(["LAMBDA", "GLUE", "HIVE", "FEDERATED"])
}

enum QueryExecutionContext: StructureShape {
  static let database = Member<String>("Database", .length(1...255))
  static let catalog = Member<String>("Catalog", .length(1...256), AthenaTraits.line)
  static let shape = structure("QueryExecutionContext", database, catalog)
}

enum ResultConfiguration: StructureShape {
  static let outputLocation = Member<String>("OutputLocation")
  static let encryptionConfiguration = Member<Values<EncryptionConfiguration>>("EncryptionConfiguration")
  static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .length(12...12), .pattern("^[0-9]+$"))
  static let aclConfiguration = Member<Values<AclConfiguration>>("AclConfiguration")
  static let shape = structure(
    "ResultConfiguration", outputLocation, encryptionConfiguration, expectedBucketOwner, aclConfiguration)
}

enum EncryptionConfiguration: StructureShape {
  static let encryptionOption = Required<String>(
    "EncryptionOption", .values(["SSE_S3", "SSE_KMS", "CSE_KMS"]), .emulatedOnly(["SSE_S3"]))
  static let kmsKey = Member<String>("KmsKey", .notEmulated)
  static let shape = structure("EncryptionConfiguration", encryptionOption, kmsKey)
}

enum AclConfiguration: StructureShape {
  static let s3AclOption = Required<String>("S3AclOption", .values(["BUCKET_OWNER_FULL_CONTROL"]))
  static let shape = structure("AclConfiguration", s3AclOption)
}

enum ResultReuseConfiguration: StructureShape {
  static let resultReuseByAgeConfiguration = Member<Values<ResultReuseByAgeConfiguration>>(
    "ResultReuseByAgeConfiguration")
  static let shape = structure("ResultReuseConfiguration", resultReuseByAgeConfiguration)
}

/// Only switched off; then the age says nothing.
enum ResultReuseByAgeConfiguration: StructureShape {
  static let enabled = Required<Bool>("Enabled", .emulatedOnly(["false"]))
  static let maxAgeInMinutes = Member<Int32>(
    "MaxAgeInMinutes", .range(0...10080), .emulatedOnly((0...10080).map(String.init)))
  static let shape = structure("ResultReuseByAgeConfiguration", enabled, maxAgeInMinutes)
}

enum QueryExecution: StructureShape {
  static let queryExecutionID = Member<String>("QueryExecutionId", AthenaTraits.idLength, AthenaTraits.id)
  static let query = Member<String>("Query", .length(1...262_144))
  static let statementType = Member<String>("StatementType", .values(["DDL", "DML", "UTILITY"]))
  static let managedQueryResultsConfiguration = Member<Values<ManagedQueryResultsConfiguration>>(
    "ManagedQueryResultsConfiguration")
  static let resultConfiguration = Member<Values<ResultConfiguration>>("ResultConfiguration")
  static let resultReuseConfiguration = Member<Values<ResultReuseConfiguration>>("ResultReuseConfiguration")
  static let queryExecutionContext = Member<Values<QueryExecutionContext>>("QueryExecutionContext")
  static let status = Member<Values<QueryExecutionStatus>>("Status")
  static let statistics = Member<Values<QueryExecutionStatistics>>("Statistics")
  static let workGroup = Member<String>("WorkGroup", AthenaTraits.workGroup)
  static let engineVersion = Member<Values<EngineVersion>>("EngineVersion")
  static let executionParameters = Member<[String]>("ExecutionParameters", .atLeast(1), .each([.length(1...1024)]))
  static let substatementType = Member<String>("SubstatementType")
  static let queryResultsS3AccessGrantsConfiguration = Member<Values<QueryResultsS3AccessGrantsConfiguration>>(
    "QueryResultsS3AccessGrantsConfiguration")
  static let shape = structure(
    "QueryExecution", queryExecutionID, query, statementType, managedQueryResultsConfiguration, resultConfiguration,
    resultReuseConfiguration, queryExecutionContext, status, statistics, workGroup, engineVersion, executionParameters,
    substatementType, queryResultsS3AccessGrantsConfiguration)
}

enum QueryExecutionStatus: StructureShape {
  static let state = Member<String>("State", .values(["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"]))
  static let stateChangeReason = Member<String>("StateChangeReason")
  static let submissionDateTime = Member<Timestamp>("SubmissionDateTime")
  static let completionDateTime = Member<Timestamp>("CompletionDateTime")
  static let athenaError = Member<Values<AthenaError>>("AthenaError")
  static let shape = structure(
    "QueryExecutionStatus", state, stateChangeReason, submissionDateTime, completionDateTime, athenaError)
}

enum AthenaError: StructureShape {
  static let errorCategory = Member<Int32>("ErrorCategory", .range(1...3))
  static let errorType = Member<Int32>("ErrorType", .range(0...9999))
  static let retryable = Member<Bool>("Retryable")
  static let errorMessage = Member<String>("ErrorMessage")
  static let shape = structure("AthenaError", errorCategory, errorType, retryable, errorMessage)
}

enum QueryExecutionStatistics: StructureShape {
  static let engineExecutionTimeInMillis = Member<Int>("EngineExecutionTimeInMillis")
  static let dataScannedInBytes = Member<Int>("DataScannedInBytes")
  static let dataManifestLocation = Member<String>("DataManifestLocation")
  static let totalExecutionTimeInMillis = Member<Int>("TotalExecutionTimeInMillis")
  static let queryQueueTimeInMillis = Member<Int>("QueryQueueTimeInMillis")
  static let servicePreProcessingTimeInMillis = Member<Int>("ServicePreProcessingTimeInMillis")
  static let queryPlanningTimeInMillis = Member<Int>("QueryPlanningTimeInMillis")
  static let serviceProcessingTimeInMillis = Member<Int>("ServiceProcessingTimeInMillis")
  static let resultReuseInformation = Member<Values<ResultReuseInformation>>("ResultReuseInformation")
  static let dpuCount = Member<Double>("DpuCount")
  static let shape = structure(
    "QueryExecutionStatistics", engineExecutionTimeInMillis, dataScannedInBytes, dataManifestLocation,
    totalExecutionTimeInMillis, queryQueueTimeInMillis, servicePreProcessingTimeInMillis, queryPlanningTimeInMillis,
    serviceProcessingTimeInMillis, resultReuseInformation, dpuCount)
}

enum ResultReuseInformation: StructureShape {
  static let reusedPreviousResult = Required<Bool>("ReusedPreviousResult")
  static let shape = structure("ResultReuseInformation", reusedPreviousResult)
}

enum EngineVersion: StructureShape {
  static let selectedEngineVersion = Member<String>("SelectedEngineVersion", .length(1...128))
  static let effectiveEngineVersion = Member<String>("EffectiveEngineVersion", .length(1...128))
  static let shape = structure("EngineVersion", selectedEngineVersion, effectiveEngineVersion)
}

// Engines and results of other kinds, which the emulator does not have.

enum EngineConfiguration: StructureShape { static let shape = structure("EngineConfiguration") }

enum ManagedQueryResultsConfiguration: StructureShape {
  static let shape = structure("ManagedQueryResultsConfiguration")
}

enum QueryResultsS3AccessGrantsConfiguration: StructureShape {
  static let shape = structure("QueryResultsS3AccessGrantsConfiguration")
}
