import Protocols
import Runtime

/// A global table of version 2017.11.29; there are none any more, and those of 2019.11.21 are none to it
/// (`DescribeTable` tells them).
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeGlobalTable.html
enum DescribeGlobalTable: AWSOperation {
  enum Input: StructureShape {
    static let globalTableName = Required<String>(
      "GlobalTableName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let shape = structure("DescribeGlobalTableInput", globalTableName)
  }
  enum Output: StructureShape {
    static let globalTableDescription = Member<Values<GlobalTableDescription>>("GlobalTableDescription")
    static let shape = structure("DescribeGlobalTableOutput", globalTableDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    throw AWSError(
      "GlobalTableNotFoundException",
      "Global table not found: Global table with name: '\(input[Input.globalTableName])' does not exist.")
  }
}
