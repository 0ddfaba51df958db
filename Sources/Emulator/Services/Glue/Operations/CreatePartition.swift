import Protocols
import Runtime

/// https://docs.aws.amazon.com/glue/latest/webapi/API_CreatePartition.html
enum CreatePartition: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    static let tableName = Required<String>("TableName", GlueTraits.name, GlueTraits.line)
    static let partitionInput = Required<Values<PartitionInput>>("PartitionInput")
    static let shape = structure("CreatePartitionRequest", catalogID, databaseName, tableName, partitionInput)
  }
  enum Output: StructureShape {
    static let shape = structure("CreatePartitionResponse")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let table = try CatalogReference.table(
      input[Input.tableName], in: input[Input.databaseName], input[Input.catalogID], request, service)
    let body = try Definition.partition(input[Input.partitionInput], of: table, created: request.now)
    try service.store.insert(body, of: table)
    return .now(Values())
  }
}
