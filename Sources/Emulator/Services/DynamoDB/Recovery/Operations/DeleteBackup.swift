import Protocols
import Runtime
import Storage

/// Deletes a backup; its items are swept in pages.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteBackup.html
enum DeleteBackup: AWSOperation {
  enum Input: StructureShape {
    static let backupARN = Required<String>("BackupArn", StreamTraits.arnLength)
    static let shape = structure("DeleteBackupInput", backupARN)
  }
  enum Output: StructureShape {
    static let backupDescription = Member<Values<BackupDescription>>("BackupDescription")
    static let shape = structure("DeleteBackupOutput", backupDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let backup = try service.backup(input[Input.backupARN], request)
    let isRead = service.recovery.restores.values.contains { $0.filledTo != nil && $0.source == backup.space }
    if !backup.isAvailable || isRead {
      throw AWSError("BackupInUseException", "Backup is being used by another operation: \(backup.arn)")
    }
    try service.recovery.delete(backup)
    try service.store.rows.drop(space: backup.space)
    service.store.round.afterCommit { service.sweep() }
    return .now(.with { $0[Output.backupDescription] = BackupDescription.of(backup, status: "DELETED") })
  }
}
