import Protocols
import Runtime

/// Changes attributes of the item with that key, or makes the item. An update that only takes away makes none.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
enum UpdateItem: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let key = Required<ReceivedItem>("Key")
    static let attributeUpdates = Member<[String: Values<AttributeValueUpdate>]>(
      "AttributeUpdates", .keys([DynamoDBTraits.attributeNameLength]))
    static let expected = Member<[String: Values<ExpectedAttributeValue>]>(
      "Expected", .keys([DynamoDBTraits.attributeNameLength]))
    static let conditionalOperator = Member<String>("ConditionalOperator", DynamoDBTraits.conditionalOperator)
    static let returnValues = Member<String>("ReturnValues", DynamoDBTraits.returnValues)
    static let returnConsumedCapacity = Member<String>("ReturnConsumedCapacity", DynamoDBTraits.returnConsumedCapacity)
    static let returnItemCollectionMetrics = Member<String>(
      "ReturnItemCollectionMetrics", DynamoDBTraits.returnItemCollectionMetrics)
    static let updateExpression = Member<String>("UpdateExpression")
    static let conditionExpression = Member<String>("ConditionExpression")
    static let expressionAttributeNames = Member<[String: String]>("ExpressionAttributeNames", DynamoDBTraits.names)
    static let expressionAttributeValues = Member<ReceivedItem>("ExpressionAttributeValues")
    static let returnValuesOnConditionCheckFailure = Member<String>(
      "ReturnValuesOnConditionCheckFailure", DynamoDBTraits.returnValuesOnConditionCheckFailure)
    static let shape = structure(
      "UpdateItemInput", returnConsumedCapacity, tableName, returnItemCollectionMetrics, returnValues, key,
      conditionalOperator, expected, attributeUpdates, conditionExpression, updateExpression, expressionAttributeValues,
      expressionAttributeNames, returnValuesOnConditionCheckFailure)
  }
  enum Output: StructureShape {
    static let attributes = Member<Item>("Attributes")
    static let consumedCapacity = Member<Values<ConsumedCapacity>>("ConsumedCapacity")
    static let itemCollectionMetrics = Member<Values<ItemCollectionMetrics>>("ItemCollectionMetrics")
    static let shape = structure("UpdateItemOutput", attributes, consumedCapacity, itemCollectionMetrics)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.tableName]
    let received = input[Input.key]
    try TableReference.check(name)
    var parameters = ExpressionParameters(
      names: input[Input.expressionAttributeNames], values: input[Input.expressionAttributeValues],
      expressions: [
        ("UpdateExpression", input[Input.updateExpression]), ("ConditionExpression", input[Input.conditionExpression]),
      ], isDetected: true)
    try parameters.checkUse(without: [
      ("AttributeUpdates", input.has(Input.attributeUpdates)), ("Expected", input.has(Input.expected)),
      ("ConditionalOperator", input.has(Input.conditionalOperator)),
    ])
    if let fault = received.fault { throw AWSError.validation(fault.message) }
    let updates = try LegacyParameters.updates(input[Input.attributeUpdates])
    let expected = try LegacyParameters.expected(input[Input.expected], input[Input.conditionalOperator])
    try parameters.readPlaceholders()
    let update = try parameters.update()
    let expression = try parameters.condition("ConditionExpression")
    try parameters.checkAllUsed()

    let table = try TableReference.table(name, request, service)
    let key = try ItemKey.ofKey(received.item, in: table)
    let changed = update?.paths ?? updates?.map { DocumentPath($0.name) } ?? []
    for attribute in table.key.attributes where changed.contains(where: { $0.name == attribute.name }) {
      throw AWSError.keyUpdate(attribute.text)
    }
    if let expression { try ExpressionParameters.checkScalarKeys(expression.paths, table) }

    let action = WriteAction(
      table: table, key: key, keyItem: received.item,
      change: update.map { .update($0) } ?? .attributes(updates ?? []),
      condition: WriteCondition(
        expression: expression, expected: expected,
        showsItem: input[Input.returnValuesOnConditionCheckFailure] == "ALL_OLD"))
    var write = TableWrite(table, service.store, at: request.now, writesOnce: true)
    let old = try write.row(key)
    let new = try action.outcome(for: old?.item)
    try action.perform(new, replacing: old, &write)
    try write.finish()

    var output = Values<Output>()
    let returned = returned(input[Input.returnValues], old?.item, new, Projection(paths: changed))
    if let returned, !returned.isEmpty { output[Output.attributes] = returned }
    output[Output.consumedCapacity] = ConsumedCapacity.of(
      write.units, table.name, input[Input.returnConsumedCapacity])
    output[Output.itemCollectionMetrics] = ItemCollectionMetrics.of(
      received.item, table, input[Input.returnItemCollectionMetrics], service.store)
    return .now(output)
  }

  /// UPDATED_OLD and UPDATED_NEW show what the update's paths lead to, before and after.
  private static func returned(_ asked: String?, _ old: Item?, _ new: Item?, _ changed: Projection) -> Item? {
    switch asked {
    case "ALL_OLD": old
    case "ALL_NEW": new
    case "UPDATED_OLD": old.map { changed.applied(to: $0) }
    case "UPDATED_NEW": new.map { changed.applied(to: $0) }
    default: nil
    }
  }
}
