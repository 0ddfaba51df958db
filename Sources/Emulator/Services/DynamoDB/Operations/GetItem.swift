import Protocols
import Runtime

/// The item with that key, or nothing. Every read is consistent; ConsistentRead changes what it costs.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
enum GetItem: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let key = Required<ReceivedItem>("Key")
    static let attributesToGet = Member<[String]>(
      "AttributesToGet", .length(1...Int.max), .each([DynamoDBTraits.attributeNameLength]))
    static let consistentRead = Member<Bool>("ConsistentRead")
    static let returnConsumedCapacity = Member<String>("ReturnConsumedCapacity", DynamoDBTraits.returnConsumedCapacity)
    static let projectionExpression = Member<String>("ProjectionExpression")
    static let expressionAttributeNames = Member<[String: String]>("ExpressionAttributeNames", DynamoDBTraits.names)
    static let shape = structure(
      "GetItemInput", returnConsumedCapacity, attributesToGet, tableName, key, consistentRead, projectionExpression,
      expressionAttributeNames)
  }
  enum Output: StructureShape {
    static let item = Member<Item>("Item")
    static let consumedCapacity = Member<Values<ConsumedCapacity>>("ConsumedCapacity")
    static let shape = structure("GetItemOutput", consumedCapacity, item)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.tableName]
    let received = input[Input.key]
    try TableReference.check(name)
    var parameters = ExpressionParameters(
      names: input[Input.expressionAttributeNames], values: nil,
      expressions: [("ProjectionExpression", input[Input.projectionExpression])])
    try parameters.checkUse(without: [("AttributesToGet", input.has(Input.attributesToGet))])
    if let fault = received.fault { throw AWSError.validation(fault.message) }
    let attributes = try LegacyParameters.projection(input[Input.attributesToGet])
    try parameters.readPlaceholders()
    let projection = try parameters.projection() ?? attributes
    try parameters.checkAllUsed()

    let table = try TableReference.table(name, request, service)
    let key = try ItemKey.ofKey(received.item, in: table)
    if let projection { try ExpressionParameters.checkScalarKeys(projection.paths, table) }
    let found = try service.store.rows.row(key)?.item

    var output = Values<Output>()
    if let found { output[Output.item] = projection?.applied(to: found) ?? found }
    let asked = input[Input.returnConsumedCapacity]
    if asked != nil || service.store.throttle != nil {
      let units = CapacityUnits.read(
        found.map { ItemSize.of($0) } ?? 0, consistent: input[Input.consistentRead] ?? false)
      if let throttle = service.store.throttle { try throttle.take(units, table, nil, .read, request.now) }
      output[Output.consumedCapacity] = ConsumedCapacity.of(units, table.name, asked)
    }
    return .now(output)
  }
}
