import Protocols
import Runtime

/// How an import stands.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeImport.html
enum DescribeImport: AWSOperation {
  enum Input: StructureShape {
    static let importARN = Required<String>("ImportArn", StreamTraits.arnLength)
    static let shape = structure("DescribeImportInput", importARN)
  }
  enum Output: StructureShape {
    static let importTableDescription = Member<Values<ImportTableDescription>>("ImportTableDescription")
    static let shape = structure("DescribeImportOutput", importTableDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let arn = input[Input.importARN]
    guard let found = try service.transfers.find(arn), found.kind == .import, found.account == request.account else {
      throw AWSError("ImportNotFoundException", "Import not found: \(arn)")
    }
    let description = try Values<ImportTableDescription>.stored(found.description)
    return .now(.with { $0[Output.importTableDescription] = description })
  }
}
