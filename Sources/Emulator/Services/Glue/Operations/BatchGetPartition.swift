import Protocols
import Runtime

/// Those of up to 1,000 partitions that there are.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_BatchGetPartition.html
enum BatchGetPartition: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    static let tableName = Required<String>("TableName", GlueTraits.name, GlueTraits.line)
    static let partitionsToGet = Required<[Values<PartitionValueList>]>("PartitionsToGet", .length(0...1000))
    static let auditContext = Member<Values<AuditContext>>("AuditContext", .notEmulated)
    static let querySessionContext = Member<Values<QuerySessionContext>>("QuerySessionContext", .notEmulated)
    static let shape = structure(
      "BatchGetPartitionRequest", catalogID, databaseName, tableName, partitionsToGet, auditContext, querySessionContext
    )
  }
  enum Output: StructureShape {
    static let partitions = Member<[Values<Partition>]>("Partitions")
    static let unprocessedKeys = Member<[Values<PartitionValueList>]>("UnprocessedKeys", .length(0...1000))
    static let shape = structure("BatchGetPartitionResponse", partitions, unprocessedKeys)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let table = try CatalogReference.table(
      input[Input.tableName], in: input[Input.databaseName], input[Input.catalogID], request, service)
    var found: [Values<Partition>] = []
    for wanted in input[Input.partitionsToGet] {
      if let partition = try service.store.find(partition: wanted[PartitionValueList.values], of: table) {
        found.append(partition)
      }
    }
    return .now(
      .with {
        $0[Output.partitions] = found
        $0[Output.unprocessedKeys] = []
      })
  }
}
