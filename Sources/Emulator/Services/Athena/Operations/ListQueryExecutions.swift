import Protocols
import Runtime

/// The ids of a work group's executions, the newest first, a page of up to 50.
/// https://docs.aws.amazon.com/athena/latest/APIReference/API_ListQueryExecutions.html
enum ListQueryExecutions: AWSOperation {
  enum Input: StructureShape {
    static let nextToken = Member<String>("NextToken", .length(1...1024))
    static let maxResults = Member<Int32>("MaxResults", .range(0...50))
    static let workGroup = Member<String>("WorkGroup", AthenaTraits.workGroup)
    static let shape = structure("ListQueryExecutionsInput", nextToken, maxResults, workGroup)
  }
  enum Output: StructureShape {
    static let queryExecutionIDs = Member<[String]>(
      "QueryExecutionIds", .length(1...50), .each([AthenaTraits.idLength, AthenaTraits.id]))
    static let nextToken = Member<String>("NextToken", .length(1...1024))
    static let shape = structure("ListQueryExecutionsOutput", queryExecutionIDs, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let group = input[Input.workGroup] ?? WorkGroupReference.primary
    _ = try WorkGroupReference.find(group, request.account, request.region, service)
    var before = Int.max
    let subject = "executions \(request.account) \(request.region) \(group)"
    if let token = input[Input.nextToken] {
      guard let row = Int(try PageToken.position(token, of: subject)) else { throw AWSError.invalidToken() }
      before = row
    }
    let limit = Int(input[Input.maxResults].flatMap { $0 == 0 ? nil : $0 } ?? 50)
    let found = try service.store.executions(
      of: group, request.account, request.region, before: before, limit: limit + 1)
    let page = found.prefix(limit)
    return .now(
      .with {
        $0[Output.queryExecutionIDs] = page.map(\.uuid)
        if page.count < found.count, let last = page.last {
          $0[Output.nextToken] = PageToken.text(String(last.id), of: subject)
        }
      })
  }
}
