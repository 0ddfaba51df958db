import Protocols
import Runtime

/// https://docs.aws.amazon.com/athena/latest/APIReference/API_DeleteDataCatalog.html
enum DeleteDataCatalog: AWSOperation {
  enum Input: StructureShape {
    static let name = Required<String>("Name", .length(1...256), AthenaTraits.line)
    /// About connections and functions that Athena itself made: none here.
    static let deleteCatalogOnly = Member<Bool>("DeleteCatalogOnly", .emulatedOnly(["true", "false"]))
    static let shape = structure("DeleteDataCatalogInput", name, deleteCatalogOnly)
  }
  enum Output: StructureShape {
    static let dataCatalog = Member<Values<DataCatalog>>("DataCatalog")
    static let shape = structure("DeleteDataCatalogOutput", dataCatalog)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.name]
    if DataCatalogReference.isOwn(name) {
      throw AWSError.invalidRequest("\(RegisteredCatalog.awsDataCatalog) cannot be deleted")
    }
    let catalog = try DataCatalogReference.find(name, request.account, request.region, service)
    try service.store.remove(.catalog, name, request.account, request.region)
    return .now(.with { $0[Output.dataCatalog] = catalog })
  }
}
