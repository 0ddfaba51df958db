import Protocols
import Runtime
import Storage

/// Makes a backup of a table as it is now; a worker copies the items, and the backup is AVAILABLE when all are copied.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html
enum CreateBackup: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let backupName = Required<String>("BackupName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let shape = structure("CreateBackupInput", tableName, backupName)
  }
  enum Output: StructureShape {
    static let backupDetails = Member<Values<BackupDetails>>("BackupDetails")
    static let shape = structure("CreateBackupOutput", backupDetails)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let table = try service.recoverableTable(input[Input.tableName], request)
    if service.isFilling(table) { throw DynamoDBService.noTable(table.name) }
    let contents = service.store.rows.contents(ofSpace: table.id)
    let now = Int(request.now.milliseconds)
    let backup = Backup(
      id: 0, arn: Backup.arn(of: table, at: now, service.ids.hex(8)), account: table.account, region: table.region,
      name: input[Input.backupName], created: now, isAvailable: false, items: contents.items, bytes: contents.bytes,
      tableName: table.name, tableID: table.id, tableUUID: table.uuid, tableCreated: table.created,
      definition: table.definition, indexes: table.indexes.map(\.definition),
      viewType: service.streams.recording[table.id]?.viewType.rawValue,
      timeToLiveAttribute: service.expirations.attributes[table.id].map { String(decoding: $0, as: UTF8.self) },
      space: try service.store.rows.makeSpace())
    try service.recovery.add(backup, entry: try service.recovery.journal.last())
    try service.refollow(table)
    service.store.round.afterCommit { service.recoverySignal.raise() }
    return .now(.with { $0[Output.backupDetails] = BackupDetails.of(backup) })
  }
}
