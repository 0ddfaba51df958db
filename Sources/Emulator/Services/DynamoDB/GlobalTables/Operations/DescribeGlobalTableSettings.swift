import Protocols
import Runtime

/// Settings of a global table of version 2017.11.29; there are none any more.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeGlobalTableSettings.html
enum DescribeGlobalTableSettings: AWSOperation {
  enum Input: StructureShape {
    static let globalTableName = Required<String>(
      "GlobalTableName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let shape = structure("DescribeGlobalTableSettingsInput", globalTableName)
  }
  enum Output: StructureShape {
    static let globalTableName = Member<String>("GlobalTableName")
    static let shape = structure("DescribeGlobalTableSettingsOutput", globalTableName)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    throw AWSError.globalTableNotFound(input[Input.globalTableName])
  }
}
