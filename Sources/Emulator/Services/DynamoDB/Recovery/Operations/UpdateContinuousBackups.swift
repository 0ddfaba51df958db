import Protocols
import Runtime
import Storage

/// Turns point-in-time recovery on or off; from then on every change is written down, and nothing of before.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html
enum UpdateContinuousBackups: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let pointInTimeRecoverySpecification = Required<Values<PointInTimeRecoverySpecification>>(
      "PointInTimeRecoverySpecification")
    static let shape = structure("UpdateContinuousBackupsInput", tableName, pointInTimeRecoverySpecification)
  }
  enum PointInTimeRecoverySpecification: StructureShape {
    static let pointInTimeRecoveryEnabled = Required<Bool>("PointInTimeRecoveryEnabled")
    static let recoveryPeriodInDays = Member<Int32>("RecoveryPeriodInDays", .range(1...35))
    static let shape = structure(
      "PointInTimeRecoverySpecification", pointInTimeRecoveryEnabled, recoveryPeriodInDays)
  }
  enum Output: StructureShape {
    static let continuousBackupsDescription = Member<Values<ContinuousBackupsDescription>>(
      "ContinuousBackupsDescription")
    static let shape = structure("UpdateContinuousBackupsOutput", continuousBackupsDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let specification = input[Input.pointInTimeRecoverySpecification]
    let isEnabled = specification[PointInTimeRecoverySpecification.pointInTimeRecoveryEnabled]
    let days = specification[PointInTimeRecoverySpecification.recoveryPeriodInDays]
    if !isEnabled && days != nil {
      throw AWSError.validation("RecoveryPeriodInDays cannot be specified when PointInTimeRecoveryEnabled is false")
    }
    let table = try service.recoverableTable(input[Input.tableName], request)
    try service.recovery.set(
      table.id, days: isEnabled ? Int(days ?? 35) : nil, now: Int(request.now.milliseconds))
    try service.refollow(table)
    service.store.round.afterCommit { service.recoverySignal.raise() }
    return .now(
      .with {
        $0[Output.continuousBackupsDescription] = ContinuousBackupsDescription.of(
          table, service.recovery, now: request.now)
      })
  }
}
