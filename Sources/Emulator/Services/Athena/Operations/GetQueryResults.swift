import Protocols
import Runtime

/// Rows of a result, out of its file in S3, a page of up to 1,000. The first row of a query's result is its header, which
/// counts.
/// https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html
enum GetQueryResults: AWSOperation {
  enum Input: StructureShape {
    static let queryExecutionID = Required<String>("QueryExecutionId", AthenaTraits.idLength, AthenaTraits.id)
    static let nextToken = Member<String>("NextToken", .length(1...1024))
    static let maxResults = Member<Int32>("MaxResults", .range(1...1000))
    static let queryResultType = Member<String>(
      "QueryResultType", .values(["DATA_MANIFEST", "DATA_ROWS"]), .emulatedOnly(["DATA_ROWS"]))
    static let shape = structure("GetQueryResultsInput", queryExecutionID, nextToken, maxResults, queryResultType)
  }
  enum Output: StructureShape {
    static let updateCount = Member<Int>("UpdateCount")
    static let resultSet = Member<Values<ResultSet>>("ResultSet")
    static let nextToken = Member<String>("NextToken", .length(1...1024))
    static let shape = structure("GetQueryResultsOutput", updateCount, resultSet, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let execution = try ExecutionReference.find(input[Input.queryExecutionID], request, service)
    try checkState(execution)
    var offset = 0
    if let token = input[Input.nextToken] {
      guard let position = Int(try PageToken.position(token, of: execution.uuid)) else {
        throw AWSError.invalidToken()
      }
      offset = position
    }
    let start = offset
    let limit = Int(input[Input.maxResults] ?? 1000)
    let columns = execution.columns ?? Values()
    let id = execution.uuid
    let size = execution.resultBytes
    let location = execution.body[QueryExecution.resultConfiguration]?[ResultConfiguration.outputLocation]
    guard start < size, let object = location.flatMap(ObjectName.init(url:)) else {
      return .now(answer([], columns, next: nil, id))
    }
    let isQuery = execution.body[QueryExecution.substatementType] == "SELECT"
    let form = isQuery ? ResultRows.Form.csv(columns: columns[ResultSetMetadata.columnInfo]?.count ?? 1) : .text
    let region = request.region
    let caller = Caller.root(of: request.account)
    return .later {
      let outcome: Result<(rows: [ResultRows.Row], next: Int), AWSError>
      do throws(AWSError) {
        outcome = .success(
          try await rows(of: object, start..<size, form, limit, service.setting.ports.objects, caller, region))
      } catch {
        outcome = .failure(error)
      }
      return { () throws(AWSError) -> Answer<Output> in
        let page = try outcome.get()
        return .now(answer(page.rows, columns, next: page.next < size ? page.next : nil, id))
      }
    }
  }

  private static func checkState(_ execution: AthenaStore.Execution) throws(AWSError) {
    let code = "INVALID_QUERY_EXECUTION_STATE"
    switch execution.state {
    case "SUCCEEDED": return
    case "CANCELLED": throw AWSError.invalidRequest("Could not find results", "RESULT_NOT_FOUND")
    case "FAILED":
      throw AWSError.invalidRequest("Query did not finish successfully. Final query state: FAILED", code)
    default:
      throw AWSError.invalidRequest("Query has not yet finished. Current state: \(execution.state)", code)
    }
  }

  /// The smallest piece of the file that holds the rows: rows are of any length.
  private static func rows(
    of object: ObjectName, _ range: Range<Int>, _ form: ResultRows.Form, _ limit: Int, _ objects: any ObjectPort,
    _ caller: Caller, _ region: String
  ) async throws(AWSError) -> (rows: [ResultRows.Row], next: Int) {
    var length = firstPiece
    while true {
      let end = min(range.upperBound, range.lowerBound + length)
      let bytes: [UInt8]
      do throws(AWSError) {
        bytes = try await objects.get(
          object.bucket, object.key, range: range.lowerBound..<end, as: caller, region: region)
      } catch {
        throw AWSError.invalidRequest("Could not find results", "RESULT_NOT_FOUND")
      }
      let isLast = end == range.upperBound
      let parsed = ResultRows(bytes, form, limit: limit, isLast: isLast)
      if parsed.rows.count == limit || isLast || (!parsed.rows.isEmpty && length >= longestPiece) {
        // What a file that was cut short leaves over is not asked for again.
        let next = parsed.rows.count < limit && isLast ? range.upperBound : range.lowerBound + parsed.consumed
        return (parsed.rows, next)
      }
      length *= 4
    }
  }

  private static let firstPiece = 256 << 10
  private static let longestPiece = 16 << 20

  private static func answer(
    _ rows: [ResultRows.Row], _ columns: Values<ResultSetMetadata>, next: Int?, _ id: String
  ) -> Values<Output> {
    .with { out in
      out[Output.updateCount] = 0
      out[Output.resultSet] = .with { set in
        set[ResultSet.rows] = rows.map { row in
          .with {
            $0[Row.data] = row.map { cell in .with { $0[Datum.varCharValue] = cell } }
          }
        }
        var metadata = columns
        if !metadata.has(ResultSetMetadata.columnInfo) { metadata[ResultSetMetadata.columnInfo] = [] }
        set[ResultSet.resultSetMetadata] = metadata
      }
      out[Output.nextToken] = next.map { PageToken.text(String($0), of: id) }
    }
  }
}
