import Protocols
import Runtime

/// Whether, and how far back, a table's past can be restored.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html
enum DescribeContinuousBackups: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let shape = structure("DescribeContinuousBackupsInput", tableName)
  }
  enum Output: StructureShape {
    static let continuousBackupsDescription = Member<Values<ContinuousBackupsDescription>>(
      "ContinuousBackupsDescription")
    static let shape = structure("DescribeContinuousBackupsOutput", continuousBackupsDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let table = try service.recoverableTable(input[Input.tableName], request)
    return .now(
      .with {
        $0[Output.continuousBackupsDescription] = ContinuousBackupsDescription.of(
          table, service.recovery, now: request.now)
      })
  }
}
