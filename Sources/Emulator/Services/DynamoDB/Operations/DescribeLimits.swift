import Protocols
import Runtime

/// The account's quotas of provisioned capacity: AWS's defaults.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html
enum DescribeLimits: AWSOperation {
  enum Input: StructureShape {
    static let shape = structure("DescribeLimitsInput")
  }
  enum Output: StructureShape {
    static let accountMaxReadCapacityUnits = Member<Int>("AccountMaxReadCapacityUnits", .atLeast(1))
    static let accountMaxWriteCapacityUnits = Member<Int>("AccountMaxWriteCapacityUnits", .atLeast(1))
    static let tableMaxReadCapacityUnits = Member<Int>("TableMaxReadCapacityUnits", .atLeast(1))
    static let tableMaxWriteCapacityUnits = Member<Int>("TableMaxWriteCapacityUnits", .atLeast(1))
    static let shape = structure(
      "DescribeLimitsOutput", accountMaxReadCapacityUnits, accountMaxWriteCapacityUnits, tableMaxReadCapacityUnits,
      tableMaxWriteCapacityUnits)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    .now(
      .with {
        $0[Output.accountMaxReadCapacityUnits] = 80_000
        $0[Output.accountMaxWriteCapacityUnits] = 80_000
        $0[Output.tableMaxReadCapacityUnits] = 40_000
        $0[Output.tableMaxWriteCapacityUnits] = 40_000
      })
  }
}
