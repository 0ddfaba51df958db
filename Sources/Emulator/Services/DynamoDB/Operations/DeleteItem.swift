import Protocols
import Runtime

/// Deletes the item with that key; that there is none is no error.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html
enum DeleteItem: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let key = Required<ReceivedItem>("Key")
    static let expected = Member<[String: Values<ExpectedAttributeValue>]>(
      "Expected", .keys([DynamoDBTraits.attributeNameLength]))
    static let conditionalOperator = Member<String>("ConditionalOperator", DynamoDBTraits.conditionalOperator)
    static let returnValues = Member<String>("ReturnValues", DynamoDBTraits.returnValues)
    static let returnConsumedCapacity = Member<String>("ReturnConsumedCapacity", DynamoDBTraits.returnConsumedCapacity)
    static let returnItemCollectionMetrics = Member<String>(
      "ReturnItemCollectionMetrics", DynamoDBTraits.returnItemCollectionMetrics)
    static let conditionExpression = Member<String>("ConditionExpression")
    static let expressionAttributeNames = Member<[String: String]>("ExpressionAttributeNames", DynamoDBTraits.names)
    static let expressionAttributeValues = Member<ReceivedItem>("ExpressionAttributeValues")
    static let returnValuesOnConditionCheckFailure = Member<String>(
      "ReturnValuesOnConditionCheckFailure", DynamoDBTraits.returnValuesOnConditionCheckFailure)
    static let shape = structure(
      "DeleteItemInput", returnConsumedCapacity, tableName, returnValues, returnItemCollectionMetrics, key,
      conditionalOperator, expected, conditionExpression, expressionAttributeValues, expressionAttributeNames,
      returnValuesOnConditionCheckFailure)
  }
  enum Output: StructureShape {
    static let attributes = Member<Item>("Attributes")
    static let consumedCapacity = Member<Values<ConsumedCapacity>>("ConsumedCapacity")
    static let itemCollectionMetrics = Member<Values<ItemCollectionMetrics>>("ItemCollectionMetrics")
    static let shape = structure("DeleteItemOutput", attributes, consumedCapacity, itemCollectionMetrics)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.tableName]
    let received = input[Input.key]
    try TableReference.check(name)
    var parameters = ExpressionParameters(
      names: input[Input.expressionAttributeNames], values: input[Input.expressionAttributeValues],
      expressions: [("ConditionExpression", input[Input.conditionExpression])])
    try parameters.checkUse(without: [
      ("Expected", input.has(Input.expected)), ("ConditionalOperator", input.has(Input.conditionalOperator)),
    ])
    if let fault = received.fault { throw AWSError.validation(fault.message) }
    let returnValues = input[Input.returnValues]
    if let returnValues, returnValues != "ALL_OLD", returnValues != "NONE" {
      throw AWSError.validation("ReturnValues can only be ALL_OLD or NONE")
    }
    let expected = try LegacyParameters.expected(input[Input.expected], input[Input.conditionalOperator])
    try parameters.readPlaceholders()
    let expression = try parameters.condition("ConditionExpression")
    try parameters.checkAllUsed()

    let table = try TableReference.table(name, request, service)
    let key = try ItemKey.ofKey(received.item, in: table)
    if let expression { try ExpressionParameters.checkScalarKeys(expression.paths, table) }
    var write = TableWrite(table, service.store, at: request.now, writesOnce: true)
    let old = try write.row(key)
    try WriteCondition(
      expression: expression, expected: expected,
      showsItem: input[Input.returnValuesOnConditionCheckFailure] == "ALL_OLD"
    ).check(old?.item)
    if let old { try write.delete(old, key) } else { write.pass(nil) }
    try write.finish()

    var output = Values<Output>()
    if returnValues == "ALL_OLD" { output[Output.attributes] = old?.item }
    output[Output.consumedCapacity] = ConsumedCapacity.of(
      write.units, table.name, input[Input.returnConsumedCapacity])
    output[Output.itemCollectionMetrics] = ItemCollectionMetrics.of(
      received.item, table, input[Input.returnItemCollectionMetrics], service.store)
    return .now(output)
  }
}
