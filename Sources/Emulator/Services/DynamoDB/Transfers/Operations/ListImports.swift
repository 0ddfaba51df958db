import Protocols
import Runtime

/// The account's imports, or one table's, the youngest first, a page of them.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListImports.html
enum ListImports: AWSOperation {
  enum Input: StructureShape {
    static let tableARN = Member<String>("TableArn", DynamoDBTraits.tableLength)
    static let pageSize = Member<Int32>("PageSize", .range(1...25))
    static let nextToken = Member<String>("NextToken", .length(112...1024), .pattern("([0-9a-f]{16})+"))
    static let shape = structure("ListImportsInput", tableARN, pageSize, nextToken)
  }
  enum Output: StructureShape {
    static let importSummaryList = Member<[Values<ImportSummary>]>("ImportSummaryList")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListImportsOutput", importSummaryList, nextToken)
  }
  enum ImportSummary: StructureShape {
    static let importARN = Member<String>("ImportArn")
    static let importStatus = Member<String>("ImportStatus")
    static let tableARN = Member<String>("TableArn")
    static let s3BucketSource = Member<Values<S3BucketSource>>("S3BucketSource")
    static let inputFormat = Member<String>("InputFormat")
    static let startTime = Member<Timestamp>("StartTime")
    static let endTime = Member<Timestamp>("EndTime")
    static let shape = structure(
      "ImportSummary", importARN, importStatus, tableARN, s3BucketSource, inputFormat, startTime, endTime)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let limit = Int(input[Input.pageSize] ?? 25)
    var before = Int.max
    if let token = input[Input.nextToken] {
      guard let id = Int(token.suffix(16), radix: 16), id > 0 else { throw AWSError.validation("Invalid NextToken") }
      before = id
    }
    let found = try service.transfers.list(
      .import, of: request.account, request.region, table: input[Input.tableARN], before: before, limit: limit + 1)
    var summaries: [Values<ImportSummary>] = []
    for transfer in found.prefix(limit) {
      let description = try Values<ImportTableDescription>.stored(transfer.description)
      summaries.append(
        .with {
          $0[ImportSummary.importARN] = transfer.arn
          $0[ImportSummary.importStatus] = transfer.status
          $0[ImportSummary.tableARN] = transfer.tableARN
          $0[ImportSummary.s3BucketSource] = description[ImportTableDescription.s3BucketSource]
          $0[ImportSummary.inputFormat] = description[ImportTableDescription.inputFormat]
          $0[ImportSummary.startTime] = description[ImportTableDescription.startTime]
          $0[ImportSummary.endTime] = description[ImportTableDescription.endTime]
        })
    }
    return .now(
      .with { out in
        out[Output.importSummaryList] = summaries
        if found.count > limit {
          // The model wants at least 112 digits.
          let digits = String(found[limit - 1].id, radix: 16)
          out[Output.nextToken] = String(repeating: "0", count: 112 - digits.utf8.count) + digits
        }
      })
  }
}
