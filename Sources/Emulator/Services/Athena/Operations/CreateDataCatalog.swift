import Protocols
import Runtime

/// https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateDataCatalog.html
enum CreateDataCatalog: AWSOperation {
  enum Input: StructureShape {
    static let name = Required<String>("Name", .length(1...256), AthenaTraits.line)
    static let type = Required<String>("Type", AthenaTraits.catalogTypes, .emulatedOnly(["LAMBDA", "GLUE"]))
    static let description = Member<String>("Description", .length(1...1024))
    static let parameters = Member<[String: String]>(
      "Parameters", AthenaTraits.parameterKeys, AthenaTraits.parameterValues)
    static let tags = Member<[Values<Tag>]>("Tags", .notEmulated)
    static let shape = structure("CreateDataCatalogInput", name, type, description, parameters, tags)
  }
  enum Output: StructureShape {
    static let dataCatalog = Member<Values<DataCatalog>>("DataCatalog")
    static let shape = structure("CreateDataCatalogOutput", dataCatalog)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.name]
    let parameters = input[Input.parameters] ?? [:]
    try check(input[Input.type], parameters)
    let existing = try service.store.definition(.catalog, name, request.account, request.region)
    if DataCatalogReference.isOwn(name) || existing != nil {
      throw AWSError.invalidRequest("Data catalog \(name) already exists")
    }
    let catalog = Values<DataCatalog>.with {
      $0[DataCatalog.name] = name
      $0[DataCatalog.description] = input[Input.description]
      $0[DataCatalog.type] = input[Input.type]
      $0[DataCatalog.parameters] = parameters
      $0[DataCatalog.status] = "CREATE_COMPLETE"
    }
    try service.store.set(.catalog, name, catalog.structure, request.account, request.region)
    return .now(.with { $0[Output.dataCatalog] = catalog })
  }

  /// LAMBDA: one function, or one for the metadata and one for the records. GLUE: the id of the catalog.
  private static func check(_ type: String, _ parameters: [String: String]) throws(AWSError) {
    let names = Set(parameters.keys)
    switch type {
    case "LAMBDA":
      guard names == ["function"] || names == ["metadata-function", "record-function"] else {
        throw AWSError.invalidRequest(
          "For LAMBDA data catalog type, either function or both metadata-function and record-function must be given")
      }
    default:
      guard names == ["catalog-id"] else {
        throw AWSError.invalidRequest("For GLUE data catalog type, catalog-id must be given")
      }
    }
  }
}
