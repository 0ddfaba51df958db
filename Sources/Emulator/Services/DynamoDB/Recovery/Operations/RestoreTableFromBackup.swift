import Protocols
import Runtime
import Storage

/// Makes a table from a backup; it is CREATING until a worker has filled it.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html
enum RestoreTableFromBackup: AWSOperation {
  enum Input: StructureShape {
    static let targetTableName = Required<String>(
      "TargetTableName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let backupARN = Required<String>("BackupArn", StreamTraits.arnLength)
    static let billingModeOverride = Member<String>("BillingModeOverride", .values(["PROVISIONED", "PAY_PER_REQUEST"]))
    static let globalSecondaryIndexOverride = Member<[Values<GlobalSecondaryIndex>]>("GlobalSecondaryIndexOverride")
    static let localSecondaryIndexOverride = Member<[Values<LocalSecondaryIndex>]>("LocalSecondaryIndexOverride")
    static let provisionedThroughputOverride = Member<Values<ProvisionedThroughput>>("ProvisionedThroughputOverride")
    static let onDemandThroughputOverride = Member<Values<OnDemandThroughput>>("OnDemandThroughputOverride")
    static let sseSpecificationOverride = Member<Values<SSESpecification>>("SSESpecificationOverride")
    static let shape = structure(
      "RestoreTableFromBackupInput", targetTableName, backupARN, billingModeOverride, globalSecondaryIndexOverride,
      localSecondaryIndexOverride, provisionedThroughputOverride, onDemandThroughputOverride, sseSpecificationOverride)
  }
  enum Output: StructureShape {
    static let tableDescription = Member<Values<TableDescription>>("TableDescription")
    static let shape = structure("RestoreTableFromBackupOutput", tableDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let overrides = RestoreOverrides(
      billingMode: input[Input.billingModeOverride], globalIndexes: input[Input.globalSecondaryIndexOverride],
      localIndexes: input[Input.localSecondaryIndexOverride], throughput: input[Input.provisionedThroughputOverride],
      onDemand: input[Input.onDemandThroughputOverride], encryption: input[Input.sseSpecificationOverride])
    try overrides.check()
    let backup = try service.backup(input[Input.backupARN], request)
    if !backup.isAvailable {
      throw AWSError("BackupInUseException", "Backup is being used by another operation: \(backup.arn)")
    }
    let (definition, indexes) = try overrides.applied(to: backup.definition, backup.indexes, request)
    let table = try service.makeTable(input[Input.targetTableName], definition, indexes, request)
    try service.recovery.set(
      Restore(
        tableID: table.id, source: backup.space, entry: nil, filledTo: ItemKey.prefix(ofSpace: backup.space),
        backupARN: backup.arn, sourceTableARN: backup.tableARN, time: backup.created))
    service.store.round.afterCommit { service.recoverySignal.raise() }
    let description = service.description(of: table, status: "CREATING", now: request.now)
    return .now(.with { $0[Output.tableDescription] = description })
  }
}
