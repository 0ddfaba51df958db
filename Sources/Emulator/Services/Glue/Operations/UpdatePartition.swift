import Protocols
import Runtime

/// Replaces the definition; its values may change.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_UpdatePartition.html
enum UpdatePartition: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    static let tableName = Required<String>("TableName", GlueTraits.name, GlueTraits.line)
    static let partitionValueList = Required<[String]>(
      "PartitionValueList", .length(0...100), .each([.length(1...1024)]))
    static let partitionInput = Required<Values<PartitionInput>>("PartitionInput")
    static let shape = structure(
      "UpdatePartitionRequest", catalogID, databaseName, tableName, partitionValueList, partitionInput)
  }
  enum Output: StructureShape {
    static let shape = structure("UpdatePartitionResponse")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let table = try CatalogReference.table(
      input[Input.tableName], in: input[Input.databaseName], input[Input.catalogID], request, service)
    let old = input[Input.partitionValueList]
    guard let stored = try service.store.find(partition: old, of: table) else { throw AWSError.partitionNotFound() }
    var new = input[Input.partitionInput]
    if (new[PartitionInput.values] ?? []).isEmpty { new[PartitionInput.values] = old }
    let body = try Definition.partition(new, of: table, created: stored[Partition.creationTime] ?? request.now)
    _ = try service.store.delete(partition: old, of: table)
    try service.store.insert(body, of: table)
    return .now(Values())
  }
}
