import Protocols
import Runtime

/// https://docs.aws.amazon.com/athena/latest/APIReference/API_GetDataCatalog.html
enum GetDataCatalog: AWSOperation {
  enum Input: StructureShape {
    static let name = Required<String>("Name", .length(1...256), AthenaTraits.line)
    static let workGroup = Member<String>("WorkGroup", AthenaTraits.workGroup)
    static let shape = structure("GetDataCatalogInput", name, workGroup)
  }
  enum Output: StructureShape {
    static let dataCatalog = Member<Values<DataCatalog>>("DataCatalog")
    static let shape = structure("GetDataCatalogOutput", dataCatalog)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    if let group = input[Input.workGroup] {
      _ = try WorkGroupReference.find(group, request.account, request.region, service)
    }
    let catalog = try DataCatalogReference.find(input[Input.name], request.account, request.region, service)
    return .now(.with { $0[Output.dataCatalog] = catalog })
  }
}
