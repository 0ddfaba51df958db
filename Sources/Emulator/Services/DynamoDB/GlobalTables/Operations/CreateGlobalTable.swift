import Protocols
import Runtime

/// Global tables of version 2017.11.29: AWS makes none any more, and says so. `UpdateTable` makes those of 2019.11.21.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateGlobalTable.html
enum CreateGlobalTable: AWSOperation {
  enum Input: StructureShape {
    static let globalTableName = Required<String>(
      "GlobalTableName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let replicationGroup = Required<[Values<Replica>]>("ReplicationGroup")
    static let shape = structure("CreateGlobalTableInput", globalTableName, replicationGroup)
  }
  enum Output: StructureShape {
    static let globalTableDescription = Member<Values<GlobalTableDescription>>("GlobalTableDescription")
    static let shape = structure("CreateGlobalTableOutput", globalTableDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let replicas = input[Input.replicationGroup]
    if replicas.isEmpty { throw AWSError.parameters("Global table must have atleast one replica") }
    if replicas.contains(where: { !$0.has(Replica.regionName) }) {
      throw AWSError.parameters("ReplicationGroup members must specify RegionName")
    }
    throw AWSError.legacyGlobalTables
  }
}
