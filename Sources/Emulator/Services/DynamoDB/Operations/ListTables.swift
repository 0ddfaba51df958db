import Protocols
import Runtime

/// The names of the account's tables in the region, a page of them, in byte order.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html
enum ListTables: AWSOperation {
  enum Input: StructureShape {
    static let exclusiveStartTableName = Member<String>(
      "ExclusiveStartTableName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let limit = Member<Int32>("Limit", .range(1...100))
    static let shape = structure("ListTablesInput", exclusiveStartTableName, limit)
  }
  enum Output: StructureShape {
    static let tableNames = Member<[String]>("TableNames")
    static let lastEvaluatedTableName = Member<String>("LastEvaluatedTableName")
    static let shape = structure("ListTablesOutput", lastEvaluatedTableName, tableNames)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    var names = service.store.tables(of: request.account, in: request.region).map(\.name)[...]
    if let start = input[Input.exclusiveStartTableName] {
      names = names.drop { !start.utf8.lexicographicallyPrecedes($0.utf8) }
    }
    let page = Array(names.prefix(Int(input[Input.limit] ?? 100)))
    return .now(
      .with { out in
        out[Output.tableNames] = page
        if page.count < names.count { out[Output.lastEvaluatedTableName] = page.last }
      })
  }
}
