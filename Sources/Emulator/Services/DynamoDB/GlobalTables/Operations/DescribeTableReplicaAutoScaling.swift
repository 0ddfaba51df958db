import Protocols
import Runtime

/// How the replicas of a global table are scaled: they are paid by request, and not scaled.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTableReplicaAutoScaling.html
enum DescribeTableReplicaAutoScaling: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let shape = structure("DescribeTableReplicaAutoScalingInput", tableName)
  }
  enum Output: StructureShape {
    static let tableAutoScalingDescription = Member<Values<TableAutoScalingDescription>>("TableAutoScalingDescription")
    static let shape = structure("DescribeTableReplicaAutoScalingOutput", tableAutoScalingDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let table = try service.globalTable(input[Input.tableName], request)
    return .now(
      .with { $0[Output.tableAutoScalingDescription] = service.autoScaling(of: table, request.now) })
  }
}
