import Protocols
import Runtime

/// How an export stands.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeExport.html
enum DescribeExport: AWSOperation {
  enum Input: StructureShape {
    static let exportARN = Required<String>("ExportArn", StreamTraits.arnLength)
    static let shape = structure("DescribeExportInput", exportARN)
  }
  enum Output: StructureShape {
    static let exportDescription = Member<Values<ExportDescription>>("ExportDescription")
    static let shape = structure("DescribeExportOutput", exportDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let arn = input[Input.exportARN]
    guard let found = try service.transfers.find(arn), found.kind == .export, found.account == request.account else {
      throw AWSError("ExportNotFoundException", "Export not found: \(arn)")
    }
    let description = try Values<ExportDescription>.stored(found.description)
    return .now(.with { $0[Output.exportDescription] = description })
  }
}
