import Protocols
import Runtime

/// Items of one partition, in the order of their sort keys, a page of them.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
enum Query: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let indexName = Member<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let select = Member<String>("Select", DynamoDBTraits.select)
    static let attributesToGet = Member<[String]>(
      "AttributesToGet", .length(1...Int.max), .each([DynamoDBTraits.attributeNameLength]))
    static let limit = Member<Int32>("Limit", .atLeast(1))
    static let consistentRead = Member<Bool>("ConsistentRead")
    static let keyConditions = Member<[String: Values<FilterCondition>]>(
      "KeyConditions", .keys([DynamoDBTraits.attributeNameLength]))
    static let queryFilter = Member<[String: Values<FilterCondition>]>(
      "QueryFilter", .keys([DynamoDBTraits.attributeNameLength]))
    static let conditionalOperator = Member<String>("ConditionalOperator", DynamoDBTraits.conditionalOperator)
    static let scanIndexForward = Member<Bool>("ScanIndexForward")
    static let exclusiveStartKey = Member<ReceivedItem>("ExclusiveStartKey")
    static let returnConsumedCapacity = Member<String>("ReturnConsumedCapacity", DynamoDBTraits.returnConsumedCapacity)
    static let projectionExpression = Member<String>("ProjectionExpression")
    static let filterExpression = Member<String>("FilterExpression")
    static let keyConditionExpression = Member<String>("KeyConditionExpression")
    static let expressionAttributeNames = Member<[String: String]>("ExpressionAttributeNames", DynamoDBTraits.names)
    static let expressionAttributeValues = Member<ReceivedItem>("ExpressionAttributeValues")
    static let shape = structure(
      "QueryInput", select, indexName, returnConsumedCapacity, queryFilter, tableName, conditionalOperator,
      attributesToGet, limit, keyConditions, exclusiveStartKey, consistentRead, scanIndexForward,
      keyConditionExpression, filterExpression, projectionExpression, expressionAttributeValues,
      expressionAttributeNames)
  }
  enum Output: StructureShape {
    static let items = Member<[Item]>("Items")
    static let count = Member<Int32>("Count")
    static let scannedCount = Member<Int32>("ScannedCount")
    static let lastEvaluatedKey = Member<Item>("LastEvaluatedKey")
    static let consumedCapacity = Member<Values<ConsumedCapacity>>("ConsumedCapacity")
    static let shape = structure("QueryOutput", consumedCapacity, count, items, lastEvaluatedKey, scannedCount)
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
        ("KeyConditionExpression", input[Input.keyConditionExpression]),
      ])
    let select = input[Input.select]
    let start = input[Input.exclusiveStartKey]
    try checkUse(of: parameters, input)
    let legacyFilter = try LegacyParameters.filter(input[Input.queryFilter], input[Input.conditionalOperator])
    let attributes = try LegacyParameters.projection(input[Input.attributesToGet])
    try StartKey.checkFault(start)
    if !input.has(Input.keyConditions) && !input.has(Input.keyConditionExpression) {
      throw AWSError.validation(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
    }
    try Selection.check(
      select, attributesToGet: attributes != nil, projectionExpression: input.has(Input.projectionExpression),
      index: input.has(Input.indexName))
    try parameters.readPlaceholders()
    let expressed = try parameters.keyConditions()
    let filter = try parameters.condition("FilterExpression")
    let projection = try parameters.projection() ?? attributes
    try parameters.checkAllUsed()
    let given = try LegacyParameters.conditions(input[Input.keyConditions])
    if (expressed?.count ?? given.count) == 0 { throw AWSError.validation("Conditions can be of length 1 or 2 only") }

    let table = try TableReference.table(name, request, service)
    let isConsistent = input[Input.consistentRead] ?? false
    let target = try ReadTarget(table, index: input[Input.indexName], isConsistent: isConsistent)
    try checkNumber(of: expressed?.count ?? given.count, target)
    if let start, start.item.attributeCount != target.startAttributes.count { throw AWSError.startKey() }
    let conditions: [KeyCondition]
    if let expressed { conditions = expressed } else { conditions = try indexable(given) }
    var range = try target.range(conditions)
    if let projection { try ExpressionParameters.checkScalarKeys(projection.paths, table) }
    try checkFilter(filter, legacyFilter, target)
    if let filter { try ExpressionParameters.checkScalarKeys(filter.paths, table) }
    let fetches = try target.needsFetch(
      select: select, projection: projection,
      filter: (filter?.paths.map(\.name) ?? []) + (legacyFilter?.conditions.map(\.name) ?? []))

    let forward = input[Input.scanIndexForward] ?? true
    if let start {
      let key = try target.key(ofStart: start.item)
      if target.index == nil && table.key.sort == nil { throw AWSError.exclusiveStartKey(start.item) }
      if !range.contains(key) {
        throw AWSError.validation(
          conditions.count == target.partition.count
            ? "The provided starting key is outside query boundaries based on provided conditions"
            : "The provided starting key does not match the range key predicate")
      }
      if forward { range.lower = ItemKey.after(key) } else { range.upper = key }
    }
    let page = try ItemPage(
      range, of: target, forward: forward, limit: input[Input.limit].map(Int.init),
      ItemPage.Selection(
        filter: filter, legacyFilter: legacyFilter, projection: projection, returnsItems: select != "COUNT",
        fetches: fetches),
      service.store)
    let units = CapacityUnits.read(page.bytes, consistent: isConsistent)
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

  /// One or two conditions, but for an index of more attributes.
  private static func checkNumber(of count: Int, _ target: ReadTarget) throws(AWSError) {
    if count > 2 && target.attributes.count <= 2 {
      throw AWSError.validation("Conditions can be of length 1 or 2 only")
    }
  }

  /// KeyConditions may stand beside expressions that are not of the key.
  private static func checkUse(of parameters: ExpressionParameters, _ input: Values<Input>) throws(AWSError) {
    let isExpressed = input.has(Input.keyConditionExpression)
    try parameters.checkUse(without: [
      ("AttributesToGet", input.has(Input.attributesToGet)), ("QueryFilter", input.has(Input.queryFilter)),
      ("ConditionalOperator", input.has(Input.conditionalOperator)),
      ("KeyConditions", isExpressed && input.has(Input.keyConditions)),
    ])
  }

  private static func indexable(_ conditions: [AttributeCondition]) throws(AWSError) -> [KeyCondition] {
    var indexable: [KeyCondition] = []
    for condition in conditions {
      guard let key = condition.asKeyCondition else {
        throw AWSError.validation("Attempted conditional constraint is not an indexable operation")
      }
      indexable.append(key)
    }
    return indexable
  }

  private static func checkFilter(
    _ filter: Condition?, _ legacy: AttributeConditions?, _ target: ReadTarget
  ) throws(AWSError) {
    let names = (filter?.paths.map(\.name) ?? []) + (legacy?.conditions.map(\.name) ?? [])
    for attribute in target.attributes where names.contains(attribute.name) {
      let parameter = legacy == nil ? "Filter Expression" : "QueryFilter"
      throw AWSError.validation(
        "\(parameter) can only contain non-primary key attributes: Primary key attribute: \(attribute.text)")
    }
  }
}
