import Protocols
import Runtime
import Storage

/// Deletes a table; unless `--dynamodb-delay` says otherwise its name is free at once. Its items are swept behind it.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html
enum DeleteTable: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let shape = structure("DeleteTableInput", tableName)
  }
  enum Output: StructureShape {
    static let tableDescription = Member<Values<TableDescription>>("TableDescription")
    static let shape = structure("DeleteTableOutput", tableDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    try TableReference.check(input[Input.tableName])
    let table = try TableReference.subject(input[Input.tableName], request, service)
    try service.status(of: table, request.now).checkActive(table)
    let description = service.description(of: table, status: "DELETING", now: request.now)
    if !table.replicas.isEmpty {
      try ReplicaChange.delete(table, request, service)
      return .now(.with { $0[Output.tableDescription] = description })
    }
    if table.definition[TableDefinition.deletionProtectionEnabled] ?? false { throw AWSError.deletionProtected }
    try service.endFollowing(table, now: Int(request.now.milliseconds))
    try service.delete(table, request.now)
    return .now(.with { $0[Output.tableDescription] = description })
  }
}
