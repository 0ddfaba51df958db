import Protocols
import Runtime

/// The account's exports, or one table's, the youngest first, a page of them.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListExports.html
enum ListExports: AWSOperation {
  enum Input: StructureShape {
    static let tableARN = Member<String>("TableArn", DynamoDBTraits.tableLength)
    static let maxResults = Member<Int32>("MaxResults", .range(1...25))
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListExportsInput", tableARN, maxResults, nextToken)
  }
  enum Output: StructureShape {
    static let exportSummaries = Member<[Values<ExportSummary>]>("ExportSummaries")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListExportsOutput", exportSummaries, nextToken)
  }
  enum ExportSummary: StructureShape {
    static let exportARN = Member<String>("ExportArn")
    static let exportStatus = Member<String>("ExportStatus")
    static let exportType = Member<String>("ExportType")
    static let shape = structure("ExportSummary", exportARN, exportStatus, exportType)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let limit = Int(input[Input.maxResults] ?? 25)
    var before = Int.max
    if let token = input[Input.nextToken] {
      guard let id = Int(token, radix: 16), id > 0 else { throw AWSError.validation("Invalid NextToken") }
      before = id
    }
    let found = try service.transfers.list(
      .export, of: request.account, request.region, table: input[Input.tableARN], before: before, limit: limit + 1)
    var summaries: [Values<ExportSummary>] = []
    for transfer in found.prefix(limit) {
      let description = try Values<ExportDescription>.stored(transfer.description)
      summaries.append(
        .with {
          $0[ExportSummary.exportARN] = transfer.arn
          $0[ExportSummary.exportStatus] = transfer.status
          $0[ExportSummary.exportType] = description[ExportDescription.exportType]
        })
    }
    return .now(
      .with { out in
        out[Output.exportSummaries] = summaries
        if found.count > limit { out[Output.nextToken] = String(found[limit - 1].id, radix: 16) }
      })
  }
}
