import Protocols
import Runtime
import Storage

/// Makes a table from what another was at a moment of the past; it is CREATING until a worker has filled it.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
enum RestoreTableToPointInTime: AWSOperation {
  enum Input: StructureShape {
    static let sourceTableARN = Member<String>("SourceTableArn", DynamoDBTraits.tableLength)
    static let sourceTableName = Member<String>(
      "SourceTableName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let targetTableName = Required<String>(
      "TargetTableName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let useLatestRestorableTime = Member<Bool>("UseLatestRestorableTime")
    static let restoreDateTime = Member<Timestamp>("RestoreDateTime")
    static let billingModeOverride = Member<String>("BillingModeOverride", .values(["PROVISIONED", "PAY_PER_REQUEST"]))
    static let globalSecondaryIndexOverride = Member<[Values<GlobalSecondaryIndex>]>("GlobalSecondaryIndexOverride")
    static let localSecondaryIndexOverride = Member<[Values<LocalSecondaryIndex>]>("LocalSecondaryIndexOverride")
    static let provisionedThroughputOverride = Member<Values<ProvisionedThroughput>>("ProvisionedThroughputOverride")
    static let onDemandThroughputOverride = Member<Values<OnDemandThroughput>>("OnDemandThroughputOverride")
    static let sseSpecificationOverride = Member<Values<SSESpecification>>("SSESpecificationOverride")
    static let shape = structure(
      "RestoreTableToPointInTimeInput", sourceTableARN, sourceTableName, targetTableName, useLatestRestorableTime,
      restoreDateTime, billingModeOverride, globalSecondaryIndexOverride, localSecondaryIndexOverride,
      provisionedThroughputOverride, onDemandThroughputOverride, sseSpecificationOverride)
  }
  enum Output: StructureShape {
    static let tableDescription = Member<Values<TableDescription>>("TableDescription")
    static let shape = structure("RestoreTableToPointInTimeOutput", tableDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    guard let source = input[Input.sourceTableARN] ?? input[Input.sourceTableName] else {
      throw AWSError.validation("Either SourceTableArn or SourceTableName must be specified")
    }
    let asked = input[Input.restoreDateTime]
    if asked == nil && !(input[Input.useLatestRestorableTime] ?? false) {
      throw AWSError.validation("Either RestoreDateTime or UseLatestRestorableTime must be specified")
    }
    if asked != nil && input[Input.useLatestRestorableTime] ?? false {
      throw AWSError.validation("RestoreDateTime and UseLatestRestorableTime cannot both be specified")
    }
    let overrides = RestoreOverrides(
      billingMode: input[Input.billingModeOverride], globalIndexes: input[Input.globalSecondaryIndexOverride],
      localIndexes: input[Input.localSecondaryIndexOverride], throughput: input[Input.provisionedThroughputOverride],
      onDemand: input[Input.onDemandThroughputOverride], encryption: input[Input.sseSpecificationOverride])
    try overrides.check()
    let table = try service.recoverableTable(source, request)
    let time = try service.recoverableTime(asked, of: table, request)
    let (definition, indexes) = try overrides.applied(
      to: table.definition, table.indexes.map(\.definition), request)
    let target = try service.makeTable(input[Input.targetTableName], definition, indexes, request)
    try service.recovery.set(
      Restore(
        tableID: target.id, source: table.id, entry: try service.recovery.journal.entry(at: time),
        filledTo: ItemKey.prefix(ofSpace: table.id), backupARN: nil, sourceTableARN: table.arn, time: time))
    service.store.round.afterCommit { service.recoverySignal.raise() }
    let description = service.description(of: target, status: "CREATING", now: request.now)
    return .now(.with { $0[Output.tableDescription] = description })
  }
}

extension DynamoDBService {
  /// The moment in milliseconds, within what can be restored; nil asks for the latest.
  func recoverableTime(_ asked: Timestamp?, of table: Table, _ request: RequestContext) throws(AWSError) -> Int {
    let now = Int(request.now.milliseconds)
    guard let earliest = recovery.earliest(table.id, now: now) else {
      throw AWSError(
        "PointInTimeRecoveryUnavailableException",
        "Point in time recovery is not enabled for table '\(table.name)'")
    }
    guard let asked else { return now }
    let time = Int(asked.milliseconds)
    // A time told in whole seconds may lie before the millisecond at which recovery was turned on.
    if time > now || time < earliest / 1000 * 1000 {
      throw AWSError(
        "InvalidRestoreTimeException",
        "RestoreDateTime is not between the earliest and the latest restorable time of table '\(table.name)'")
    }
    return time
  }
}
