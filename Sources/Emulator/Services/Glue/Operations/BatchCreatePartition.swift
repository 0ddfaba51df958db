import Protocols
import Runtime

/// Adds up to 100 partitions; each that fails has its error.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html
enum BatchCreatePartition: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    static let tableName = Required<String>("TableName", GlueTraits.name, GlueTraits.line)
    static let partitionInputList = Required<[Values<PartitionInput>]>("PartitionInputList", .length(0...100))
    static let shape = structure("BatchCreatePartitionRequest", catalogID, databaseName, tableName, partitionInputList)
  }
  enum Output: StructureShape {
    static let errors = Member<[Values<PartitionError>]>("Errors")
    static let shape = structure("BatchCreatePartitionResponse", errors)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let table = try CatalogReference.table(
      input[Input.tableName], in: input[Input.databaseName], input[Input.catalogID], request, service)
    var errors: [Values<PartitionError>] = []
    for new in input[Input.partitionInputList] {
      do throws(AWSError) {
        let body = try Definition.partition(new, of: table, created: request.now)
        try service.store.insert(body, of: table)
      } catch {
        if error.cause != nil { throw error }
        errors.append(PartitionError.of(new[PartitionInput.values] ?? [], error))
      }
    }
    return .now(.with { $0[Output.errors] = errors })
  }
}
