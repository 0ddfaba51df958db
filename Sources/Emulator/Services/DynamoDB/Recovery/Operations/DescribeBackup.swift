import Protocols
import Runtime

/// What a backup is, and what its table was.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeBackup.html
enum DescribeBackup: AWSOperation {
  enum Input: StructureShape {
    static let backupARN = Required<String>("BackupArn", StreamTraits.arnLength)
    static let shape = structure("DescribeBackupInput", backupARN)
  }
  enum Output: StructureShape {
    static let backupDescription = Member<Values<BackupDescription>>("BackupDescription")
    static let shape = structure("DescribeBackupOutput", backupDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let backup = try service.backup(input[Input.backupARN], request)
    return .now(.with { $0[Output.backupDescription] = BackupDescription.of(backup) })
  }
}

extension DynamoDBService {
  func backup(_ arn: String, _ request: RequestContext) throws(AWSError) -> Backup {
    guard let backup = try recovery.backup(arn), backup.account == request.account, backup.region == request.region
    else { throw AWSError("BackupNotFoundException", "Backup not found: \(arn)") }
    return backup
  }
}
