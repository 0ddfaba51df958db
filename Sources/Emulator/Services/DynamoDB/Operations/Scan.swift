import Protocols
import Runtime

/// Items of a whole table, or of one of its segments, a page of them, in the order of their partitions' hashes.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
enum Scan: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let indexName = Member<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let attributesToGet = Member<[String]>(
      "AttributesToGet", .length(1...Int.max), .each([DynamoDBTraits.attributeNameLength]))
    static let limit = Member<Int32>("Limit", .atLeast(1))
    static let select = Member<String>("Select", DynamoDBTraits.select)
    static let scanFilter = Member<[String: Values<FilterCondition>]>(
      "ScanFilter", .keys([DynamoDBTraits.attributeNameLength]))
    static let conditionalOperator = Member<String>("ConditionalOperator", DynamoDBTraits.conditionalOperator)
    static let exclusiveStartKey = Member<ReceivedItem>("ExclusiveStartKey")
    static let returnConsumedCapacity = Member<String>("ReturnConsumedCapacity", DynamoDBTraits.returnConsumedCapacity)
    static let totalSegments = Member<Int32>("TotalSegments", .range(1...1_000_000))
    static let segment = Member<Int32>("Segment", .range(0...999_999))
    static let projectionExpression = Member<String>("ProjectionExpression")
    static let filterExpression = Member<String>("FilterExpression")
    static let expressionAttributeNames = Member<[String: String]>("ExpressionAttributeNames", DynamoDBTraits.names)
    static let expressionAttributeValues = Member<ReceivedItem>("ExpressionAttributeValues")
    static let consistentRead = Member<Bool>("ConsistentRead")
    static let shape = structure(
      "ScanInput", select, indexName, totalSegments, returnConsumedCapacity, tableName, conditionalOperator, scanFilter,
      segment, limit, attributesToGet, exclusiveStartKey, filterExpression, projectionExpression,
      expressionAttributeValues, expressionAttributeNames, consistentRead)
  }
  enum Output: StructureShape {
    static let items = Member<[Item]>("Items")
    static let count = Member<Int32>("Count")
    static let scannedCount = Member<Int32>("ScannedCount")
    static let lastEvaluatedKey = Member<Item>("LastEvaluatedKey")
    static let consumedCapacity = Member<Values<ConsumedCapacity>>("ConsumedCapacity")
    static let shape = structure("ScanOutput", consumedCapacity, count, items, lastEvaluatedKey, scannedCount)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.tableName]
    try TableReference.check(name)
    var parameters = ExpressionParameters(
      names: input[Input.expressionAttributeNames], values: input[Input.expressionAttributeValues],
      expressions: [
        ("ProjectionExpression", input[Input.projectionExpression]),
        ("FilterExpression", input[Input.filterExpression]),
      ])
    try parameters.checkUse(without: [
      ("AttributesToGet", input.has(Input.attributesToGet)), ("ScanFilter", input.has(Input.scanFilter)),
      ("ConditionalOperator", input.has(Input.conditionalOperator)),
    ])
    let select = input[Input.select]
    let start = input[Input.exclusiveStartKey]
    let attributes = try LegacyParameters.projection(input[Input.attributesToGet])
    let legacyFilter = try LegacyParameters.filter(input[Input.scanFilter], input[Input.conditionalOperator])
    try StartKey.checkFault(start)
    let (segment, total) = try segment(of: input)
    try Selection.check(
      select, attributesToGet: attributes != nil, projectionExpression: input.has(Input.projectionExpression),
      index: input.has(Input.indexName))
    try parameters.readPlaceholders()
    let filter = try parameters.condition("FilterExpression")
    let projection = try parameters.projection() ?? attributes
    try parameters.checkAllUsed()

    let table = try TableReference.table(name, request, service)
    let isConsistent = input[Input.consistentRead] ?? false
    let target = try ReadTarget(table, index: input[Input.indexName], isConsistent: isConsistent)
    var range = KeyRange(space: target.space, segment: segment, of: total)
    if let start {
      let key = try target.key(ofStart: start.item)
      if !range.contains(key) {
        throw AWSError.startKey(
          "Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: \(total) "
            + "Segment: \(segment)")
      }
      range.lower = ItemKey.after(key)
    }
    if let projection { try ExpressionParameters.checkScalarKeys(projection.paths, table) }
    if let filter { try ExpressionParameters.checkScalarKeys(filter.paths, table) }
    let fetches = try target.needsFetch(
      select: select, projection: projection,
      filter: (filter?.paths.map(\.name) ?? []) + (legacyFilter?.conditions.map(\.name) ?? []))

    let page = try ItemPage(
      range, of: target, forward: true, limit: input[Input.limit].map(Int.init),
      ItemPage.Selection(
        filter: filter, legacyFilter: legacyFilter, projection: projection, returnsItems: select != "COUNT",
        fetches: fetches),
      service.store)
    let units = page.scanUnits(of: target, consistent: isConsistent)
    let fetched = isConsistent ? page.fetchedUnits : page.fetchedUnits / 2
    try target.take(units, fetched: fetched, service.store, request.now)
    return .now(
      .with { out in
        if select != "COUNT" { out[Output.items] = page.items }
        out[Output.count] = Int32(page.count)
        out[Output.scannedCount] = Int32(page.scannedCount)
        out[Output.lastEvaluatedKey] = page.lastEvaluatedKey
        out[Output.consumedCapacity] = ConsumedCapacity.of(
          units, fetched: fetched, target, input[Input.returnConsumedCapacity])
      })
  }

  private static func segment(of input: Values<Input>) throws(AWSError) -> (segment: Int, total: Int) {
    switch (input[Input.segment], input[Input.totalSegments]) {
    case (nil, nil): return (0, 1)
    case (_?, nil):
      throw AWSError.validation(
        "The TotalSegments parameter is required but was not present in the request when Segment parameter is present")
    case (nil, _?):
      throw AWSError.validation(
        "The Segment parameter is required but was not present in the request when parameter TotalSegments is present")
    case (let segment?, let total?):
      if segment >= total {
        throw AWSError.validation(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: \(segment) is "
            + "not less than TotalSegments: \(total)")
      }
      return (Int(segment), Int(total))
    }
  }
}
