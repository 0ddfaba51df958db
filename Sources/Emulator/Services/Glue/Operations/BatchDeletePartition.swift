import Protocols
import Runtime

/// Deletes up to 25 partitions; each that fails has its error.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_BatchDeletePartition.html
enum BatchDeletePartition: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    static let tableName = Required<String>("TableName", GlueTraits.name, GlueTraits.line)
    static let partitionsToDelete = Required<[Values<PartitionValueList>]>("PartitionsToDelete", .length(0...25))
    static let shape = structure("BatchDeletePartitionRequest", catalogID, databaseName, tableName, partitionsToDelete)
  }
  enum Output: StructureShape {
    static let errors = Member<[Values<PartitionError>]>("Errors")
    static let shape = structure("BatchDeletePartitionResponse", errors)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let table = try CatalogReference.table(
      input[Input.tableName], in: input[Input.databaseName], input[Input.catalogID], request, service)
    var errors: [Values<PartitionError>] = []
    for unwanted in input[Input.partitionsToDelete] {
      let values = unwanted[PartitionValueList.values]
      if try !service.store.delete(partition: values, of: table) {
        errors.append(PartitionError.of(values, .partitionNotFound()))
      }
    }
    return .now(.with { $0[Output.errors] = errors })
  }
}
