import Protocols
import Runtime

/// https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartition.html
enum GetPartition: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    static let tableName = Required<String>("TableName", GlueTraits.name, GlueTraits.line)
    static let partitionValues = Required<[String]>("PartitionValues", .each([.length(1...1024)]))
    static let auditContext = Member<Values<AuditContext>>("AuditContext", .notEmulated)
    static let shape = structure(
      "GetPartitionRequest", catalogID, databaseName, tableName, partitionValues, auditContext)
  }
  enum Output: StructureShape {
    static let partition = Member<Values<Partition>>("Partition")
    static let shape = structure("GetPartitionResponse", partition)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let table = try CatalogReference.table(
      input[Input.tableName], in: input[Input.databaseName], input[Input.catalogID], request, service)
    guard let partition = try service.store.find(partition: input[Input.partitionValues], of: table) else {
      throw AWSError.partitionNotFound()
    }
    return .now(.with { $0[Output.partition] = partition })
  }
}
