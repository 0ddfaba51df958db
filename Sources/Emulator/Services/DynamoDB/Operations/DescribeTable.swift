import Protocols
import Runtime

/// What a table is. Unlike AWS's, its number of items and their bytes are exact at any time.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
enum DescribeTable: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let shape = structure("DescribeTableInput", tableName)
  }
  enum Output: StructureShape {
    static let table = Member<Values<TableDescription>>("Table")
    static let shape = structure("DescribeTableOutput", table)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    try TableReference.check(input[Input.tableName])
    let table = try TableReference.subject(input[Input.tableName], request, service)
    let description = service.description(
      of: table, status: service.status(of: table, request.now).rawValue, now: request.now)
    return .now(.with { $0[Output.table] = description })
  }
}
