import Protocols
import Runtime

/// The partitions in the order of their values, those that the expression selects, a page of up to 1,000. A page may be
/// short, or empty, and have others behind it: a call looks at 10,000 partitions at most.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html
enum GetPartitions: AWSOperation {
  enum Input: StructureShape {
    static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
    static let databaseName = Required<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
    static let tableName = Required<String>("TableName", GlueTraits.name, GlueTraits.line)
    static let expression = Member<String>("Expression", .length(0...2048), GlueTraits.text)
    static let nextToken = Member<String>("NextToken")
    static let segment = Member<Values<Segment>>("Segment")
    static let maxResults = Member<Int32>("MaxResults", .range(1...1000))
    static let excludeColumnSchema = Member<Bool>("ExcludeColumnSchema")
    static let transactionID = Member<String>(
      "TransactionId", .length(1...255), .pattern(#"[\p{L}\p{N}\p{P}]*"#), .notEmulated)
    static let queryAsOfTime = Member<Timestamp>("QueryAsOfTime", .notEmulated)
    static let auditContext = Member<Values<AuditContext>>("AuditContext", .notEmulated)
    static let shape = structure(
      "GetPartitionsRequest", catalogID, databaseName, tableName, expression, nextToken, segment, maxResults,
      excludeColumnSchema, transactionID, queryAsOfTime, auditContext)
  }
  enum Output: StructureShape {
    static let partitions = Member<[Values<Partition>]>("Partitions")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("GetPartitionsResponse", partitions, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> Answer<Output> {
    let table = try CatalogReference.table(
      input[Input.tableName], in: input[Input.databaseName], input[Input.catalogID], request, service)
    var expression: PartitionExpression?
    if let text = input[Input.expression], !text.allSatisfy(\.isWhitespace) {
      expression = try PartitionExpression(text, keys: table.partitionKeys)
    }
    var position: [UInt8] = []
    if let token = input[Input.nextToken], !token.isEmpty { position = try PageToken.position(token) }
    let limit = Int(input[Input.maxResults] ?? 1000)
    var found: [Values<Partition>] = []
    var hasMore = true
    var seen = 0
    while hasMore, found.count < limit, seen < callLimit {
      let page = try service.store.partitions(of: table, after: position, limit: pageLimit)
      hasMore = page.count == pageLimit
      for partition in page {
        seen += 1
        if found.count == limit {
          hasMore = true
          break
        }
        position = partition.key
        let isInSegment = try input[Input.segment].map { (segment) throws(AWSError) in
          try contains(partition.row, segment)
        }
        if isInSegment == false { continue }
        if try expression?.selects(partition.body[Partition.values] ?? []) == false { continue }
        found.append(partition.body)
      }
    }
    if input[Input.excludeColumnSchema] == true {
      for index in found.indices { found[index][Partition.storageDescriptor]?[StorageDescriptor.columns] = nil }
    }
    return .now(
      .with {
        $0[Output.partitions] = found
        if hasMore { $0[Output.nextToken] = PageToken.text(after: position) }
      })
  }

  private static let pageLimit = 1000
  private static let callLimit = 10000

  private static func contains(_ row: Int, _ segment: Values<Segment>) throws(AWSError) -> Bool {
    let number = Int(segment[Segment.segmentNumber])
    let total = Int(segment[Segment.totalSegments])
    guard number < total else {
      throw AWSError.invalidInput("Segment number \(number) must be less than total segments \(total)")
    }
    return row % total == number
  }
}
