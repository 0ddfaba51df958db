import Protocols
import Runtime

/// https://docs.aws.amazon.com/glue/latest/webapi/API_DeletePartition.html
enum DeletePartition: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    static let tableName = Required<String>("TableName", GlueTraits.name, GlueTraits.line)
    static let partitionValues = Required<[String]>("PartitionValues", .each([.length(1...1024)]))
    static let shape = structure("DeletePartitionRequest", catalogID, databaseName, tableName, partitionValues)
  }
  enum Output: StructureShape {
    static let shape = structure("DeletePartitionResponse")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let table = try CatalogReference.table(
      input[Input.tableName], in: input[Input.databaseName], input[Input.catalogID], request, service)
    guard try service.store.delete(partition: input[Input.partitionValues], of: table) else {
      throw AWSError.partitionNotFound()
    }
    return .now(Values())
  }
}
