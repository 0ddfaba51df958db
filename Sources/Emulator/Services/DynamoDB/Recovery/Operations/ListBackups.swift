import Protocols
import Runtime

/// The account's backups, or one table's, a page of them, in the order in which they were made.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListBackups.html
enum ListBackups: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Member<String>("TableName", DynamoDBTraits.tableLength)
    static let limit = Member<Int32>("Limit", .range(1...100))
    static let timeRangeLowerBound = Member<Timestamp>("TimeRangeLowerBound")
    static let timeRangeUpperBound = Member<Timestamp>("TimeRangeUpperBound")
    static let exclusiveStartBackupARN = Member<String>("ExclusiveStartBackupArn", StreamTraits.arnLength)
    static let backupType = Member<String>("BackupType", .values(["USER", "SYSTEM", "AWS_BACKUP", "ALL"]))
    static let shape = structure(
      "ListBackupsInput", tableName, limit, timeRangeLowerBound, timeRangeUpperBound, exclusiveStartBackupARN,
      backupType)
  }
  enum Output: StructureShape {
    static let backupSummaries = Member<[Values<BackupSummary>]>("BackupSummaries")
    static let lastEvaluatedBackupARN = Member<String>("LastEvaluatedBackupArn")
    static let shape = structure("ListBackupsOutput", backupSummaries, lastEvaluatedBackupARN)
  }
  enum BackupSummary: StructureShape {
    static let tableName = Member<String>("TableName")
    static let tableID = Member<String>("TableId")
    static let tableARN = Member<String>("TableArn")
    static let backupARN = Member<String>("BackupArn")
    static let backupName = Member<String>("BackupName")
    static let backupCreationDateTime = Member<Timestamp>("BackupCreationDateTime")
    static let backupStatus = Member<String>("BackupStatus")
    static let backupType = Member<String>("BackupType")
    static let backupSizeBytes = Member<Int>("BackupSizeBytes")
    static let shape = structure(
      "BackupSummary", tableName, tableID, tableARN, backupARN, backupName, backupCreationDateTime, backupStatus,
      backupType, backupSizeBytes)
  }

  private static let mostBackups = 100

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let limit = input[Input.limit].map(Int.init) ?? mostBackups
    var after = 0
    if let start = input[Input.exclusiveStartBackupARN] { after = try service.backup(start, request).id }
    var found: [Backup] = []
    // All backups are a user's.
    let type = input[Input.backupType] ?? "USER"
    var isMore = type == "USER" || type == "ALL"
    while isMore && found.count <= limit {
      let page = try service.recovery.backups(of: request.account, request.region, after: after, limit: mostBackups)
      found += page.filter { isAsked($0, input) }
      isMore = page.count == mostBackups
      after = page.last?.id ?? after
    }
    let shown = found.prefix(limit)
    return .now(
      .with { out in
        out[Output.backupSummaries] = shown.map(summary)
        if shown.count < found.count { out[Output.lastEvaluatedBackupARN] = shown.last?.arn }
      })
  }

  private static func isAsked(_ backup: Backup, _ input: Values<Input>) -> Bool {
    if let name = input[Input.tableName], name != backup.tableName && name != backup.tableARN { return false }
    if let lower = input[Input.timeRangeLowerBound], backup.created < lower.milliseconds { return false }
    if let upper = input[Input.timeRangeUpperBound], backup.created >= upper.milliseconds { return false }
    return true
  }

  private static func summary(_ backup: Backup) -> Values<BackupSummary> {
    .with {
      $0[BackupSummary.tableName] = backup.tableName
      $0[BackupSummary.tableID] = backup.tableUUID
      $0[BackupSummary.tableARN] = backup.tableARN
      $0[BackupSummary.backupARN] = backup.arn
      $0[BackupSummary.backupName] = backup.name
      $0[BackupSummary.backupCreationDateTime] = Timestamp(milliseconds: Int64(backup.created))
      $0[BackupSummary.backupStatus] = backup.isAvailable ? "AVAILABLE" : "CREATING"
      $0[BackupSummary.backupType] = "USER"
      $0[BackupSummary.backupSizeBytes] = backup.bytes
    }
  }
}
