import Protocols
import Runtime

/// Definitions as the catalog keeps them, out of those that were sent.
enum Definition {
  static func database(
    _ input: Values<DatabaseInput>, created: Timestamp, _ account: String
  ) throws(AWSError) -> Values<Database> {
    var body = Values<Database>(try Structure(json: input.structure.json, Database.shape))
    body[Database.name] = input[DatabaseInput.name].lowercased()
    body[Database.createTime] = created
    body[Database.catalogID] = account
    if !body.has(Database.createTableDefaultPermissions) {
      body[Database.createTableDefaultPermissions] = [
        .with {
          $0[PrincipalPermissions.principal] = .with {
            $0[DataLakePrincipal.dataLakePrincipalIdentifier] = "IAM_ALLOWED_PRINCIPALS"
          }
          $0[PrincipalPermissions.permissions] = ["ALL"]
        }
      ]
    }
    return body
  }

  /// `old` is what it replaces.
  static func table(
    _ input: Values<TableInput>, in database: String, replacing old: Values<Table>? = nil, _ request: RequestContext
  ) throws(AWSError) -> Values<Table> {
    var body = Values<Table>(try Structure(json: input.structure.json, Table.shape))
    body[Table.name] = input[TableInput.name].lowercased()
    body[Table.databaseName] = database
    body[Table.createTime] = old?[Table.createTime] ?? request.now
    body[Table.updateTime] = request.now
    body[Table.createdBy] = old?[Table.createdBy] ?? request.caller.arn
    body[Table.isRegisteredWithLakeFormation] = false
    body[Table.catalogID] = request.account
    let version = old.map { (Int($0[Table.versionID] ?? "") ?? 0) + 1 } ?? 0
    body[Table.versionID] = String(version)
    if !body.has(Table.retention) { body[Table.retention] = 0 }
    return body
  }

  static func partition(
    _ input: Values<PartitionInput>, of table: GlueStore.StoredTable, created: Timestamp
  ) throws(AWSError) -> Values<Partition> {
    let values = input[PartitionInput.values] ?? []
    if values.count != table.partitionKeys.count {
      throw AWSError.invalidInput(
        "The number of partition keys do not match the number of partition values")
    }
    var body = Values<Partition>(try Structure(json: input.structure.json, Partition.shape))
    body[Partition.values] = values
    body[Partition.databaseName] = table.body[Table.databaseName]
    body[Partition.tableName] = table.body[Table.name]
    body[Partition.creationTime] = created
    body[Partition.catalogID] = table.body[Table.catalogID]
    return body
  }
}
