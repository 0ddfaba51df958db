import Protocols
import Runtime

/// Replicas of a global table of version 2017.11.29: AWS makes none any more, and there is none to take away.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateGlobalTable.html
enum UpdateGlobalTable: AWSOperation {
  enum Input: StructureShape {
    static let globalTableName = Required<String>(
      "GlobalTableName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let replicaUpdates = Required<[Values<ReplicaUpdate>]>("ReplicaUpdates")
    static let shape = structure("UpdateGlobalTableInput", globalTableName, replicaUpdates)
  }
  enum ReplicaUpdate: StructureShape {
    static let create = Member<Values<CreateReplicaAction>>("Create")
    static let delete = Member<Values<DeleteReplicaAction>>("Delete")
    static let shape = structure("ReplicaUpdate", create, delete)
  }
  enum CreateReplicaAction: StructureShape {
    static let regionName = Required<String>("RegionName")
    static let shape = structure("CreateReplicaAction", regionName)
  }
  enum DeleteReplicaAction: StructureShape {
    static let regionName = Required<String>("RegionName")
    static let shape = structure("DeleteReplicaAction", regionName)
  }
  enum Output: StructureShape {
    static let globalTableDescription = Member<Values<GlobalTableDescription>>("GlobalTableDescription")
    static let shape = structure("UpdateGlobalTableOutput", globalTableDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let updates = input[Input.replicaUpdates]
    for update in updates where update.has(ReplicaUpdate.create) && update.has(ReplicaUpdate.delete) {
      throw AWSError.parameters(
        "A ReplicaUpdate structure cannot contain both a create replica action and a delete replica action")
    }
    let isEmpty = updates.contains { !$0.has(ReplicaUpdate.create) && !$0.has(ReplicaUpdate.delete) }
    if updates.isEmpty || isEmpty { throw AWSError.validation("One or more parameter values were invalid") }
    if updates.contains(where: { $0.has(ReplicaUpdate.create) }) { throw AWSError.legacyGlobalTables }
    throw AWSError.globalTableNotFound(input[Input.globalTableName])
  }
}
