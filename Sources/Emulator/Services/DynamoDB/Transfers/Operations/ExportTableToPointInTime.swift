import Protocols
import Runtime
import Storage

/// Exports what a table was at a moment, or its changes between two, to S3 as DynamoDB JSON; point-in-time recovery must
/// be on. A worker writes the files.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExportTableToPointInTime.html
enum ExportTableToPointInTime: AWSOperation {
  enum Input: StructureShape {
    static let tableARN = Required<String>("TableArn", DynamoDBTraits.tableLength)
    static let exportTime = Member<Timestamp>("ExportTime")
    static let clientToken = Member<String>("ClientToken", .pattern("^[^\\$]+$"), .idempotencyToken)
    static let s3Bucket = Required<String>(
      "S3Bucket", .length(0...255), .pattern("^[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+$"))
    static let s3BucketOwner = Member<String>("S3BucketOwner", .pattern("[0-9]{12}"))
    static let s3Prefix = Member<String>("S3Prefix", .length(0...1024))
    static let s3SSEAlgorithm = Member<String>("S3SseAlgorithm", .emulatedOnly(["AES256"]))
    static let s3SSEKMSKeyID = Member<String>("S3SseKmsKeyId", .length(1...2048), .notEmulated)
    static let exportFormat = Member<String>("ExportFormat", .emulatedOnly(["DYNAMODB_JSON"]))
    static let exportType = Member<String>("ExportType", .values(["FULL_EXPORT", "INCREMENTAL_EXPORT"]))
    static let incrementalExportSpecification = Member<Values<IncrementalExportSpecification>>(
      "IncrementalExportSpecification")
    static let shape = structure(
      "ExportTableToPointInTimeInput", tableARN, exportTime, clientToken, s3Bucket, s3BucketOwner, s3Prefix,
      s3SSEAlgorithm, s3SSEKMSKeyID, exportFormat, exportType, incrementalExportSpecification)
  }
  enum Output: StructureShape {
    static let exportDescription = Member<Values<ExportDescription>>("ExportDescription")
    static let shape = structure("ExportTableToPointInTimeOutput", exportDescription)
  }

  /// Of an incremental export, in milliseconds: 15 minutes to 24 hours.
  private static let leastPeriod = 15 * 60_000
  private static let longestPeriod = 24 * 3_600_000

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let isIncremental = input[Input.exportType] == "INCREMENTAL_EXPORT"
    if isIncremental != input.has(Input.incrementalExportSpecification) {
      throw AWSError.validation(
        isIncremental
          ? "IncrementalExportSpecification must be specified for an INCREMENTAL_EXPORT"
          : "IncrementalExportSpecification can only be specified for an INCREMENTAL_EXPORT")
    }
    let token = input[Input.clientToken] ?? service.ids.uuid()
    if let present = try service.transfers.find(.export, token: token, of: request.account, request.region) {
      if present.tableARN != input[Input.tableARN] {
        throw AWSError("ExportConflictException", "The client token was already used for another export")
      }
      let description = try Values<ExportDescription>.stored(present.description)
      return .now(.with { $0[Output.exportDescription] = description })
    }
    let table = try service.recoverableTable(input[Input.tableARN], request)
    let period = try period(input, table, request, service)
    let now = Int(request.now.milliseconds)
    let arn = Backup.arn(of: table, "export", at: now, service.ids.hex(8))
    let description = Values<ExportDescription>.with { out in
      out[ExportDescription.exportARN] = arn
      out[ExportDescription.exportStatus] = "IN_PROGRESS"
      out[ExportDescription.startTime] = request.now
      out[ExportDescription.tableARN] = table.arn
      out[ExportDescription.tableID] = table.uuid
      if !isIncremental { out[ExportDescription.exportTime] = Timestamp(milliseconds: Int64(period.last)) }
      out[ExportDescription.clientToken] = token
      out[ExportDescription.s3Bucket] = input[Input.s3Bucket]
      out[ExportDescription.s3BucketOwner] = input[Input.s3BucketOwner]
      out[ExportDescription.s3Prefix] = input[Input.s3Prefix]
      out[ExportDescription.s3SSEAlgorithm] = "AES256"
      out[ExportDescription.exportFormat] = "DYNAMODB_JSON"
      out[ExportDescription.exportType] = isIncremental ? "INCREMENTAL_EXPORT" : "FULL_EXPORT"
      if isIncremental {
        out[ExportDescription.incrementalExportSpecification] = .with {
          let asked = input[Input.incrementalExportSpecification]
          $0[IncrementalExportSpecification.exportFromTime] = Timestamp(milliseconds: Int64(period.first))
          $0[IncrementalExportSpecification.exportToTime] = Timestamp(milliseconds: Int64(period.last))
          $0[IncrementalExportSpecification.exportViewType] =
            asked?[IncrementalExportSpecification.exportViewType] ?? "NEW_AND_OLD_IMAGES"
        }
      }
    }
    try service.transfers.add(
      Transfer(
        id: 0, kind: .export, arn: arn, account: table.account, region: table.region, tableID: table.id,
        tableARN: table.arn, status: "IN_PROGRESS", clientToken: token, description: description.structure.json,
        firstEntry: isIncremental ? try service.recovery.journal.entry(at: period.first) : 0,
        lastEntry: try service.recovery.journal.entry(at: period.last)))
    service.store.round.afterCommit { service.transferSignal.raise() }
    return .now(.with { $0[Output.exportDescription] = description })
  }

  /// In milliseconds. `first` counts for an incremental export alone.
  private static func period(
    _ input: Values<Input>, _ table: Table, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> (first: Int, last: Int) {
    func checked(_ time: Timestamp?) throws(AWSError) -> Int {
      do throws(AWSError) { return try service.recoverableTime(time, of: table, request) } catch {
        if error.code != "InvalidRestoreTimeException" { throw error }
        throw AWSError("InvalidExportTimeException", error.message?.replacing("RestoreDateTime", with: "ExportTime"))
      }
    }
    guard let asked = input[Input.incrementalExportSpecification] else {
      return (0, try checked(input[Input.exportTime]))
    }
    guard let from = asked[IncrementalExportSpecification.exportFromTime] else {
      throw AWSError.validation("ExportFromTime must be specified for an INCREMENTAL_EXPORT")
    }
    let first = try checked(from)
    let last: Int
    if let to = asked[IncrementalExportSpecification.exportToTime] {
      last = try checked(to)
    } else {
      last = min(first + longestPeriod, Int(request.now.milliseconds))
    }
    if last - first < leastPeriod || last - first > longestPeriod {
      throw AWSError.validation(
        "The difference between ExportFromTime and ExportToTime must be between 15 minutes and 24 hours")
    }
    return (first, last)
  }
}
