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

    var write = TableWrite(table, service.store, at: request.now)
    let old = try write.row(key)
    try WriteCondition(
      expression: expression, expected: expected,
      showsItem: input[Input.returnValuesOnConditionCheckFailure] == "ALL_OLD"
    ).check(old?.item)
    var new: Item?
    if old == nil, onlyTakesAway(update, updates) {
      write.passNothing()
    } else {
      let item = try apply(update, updates, to: old?.item ?? received.item)
      if ItemSize.of(item) > ItemSize.limit { throw AWSError.updatedItemSize }
      if ItemSize.depth(of: item) > ItemSize.nestingLimit { throw AWSError.nestingLevels }
      try write.check(item)
      try write.put(item, key, replacing: old)
      new = item
    }
    try write.finish()

    var output = Values<Output>()
    let returned = returned(input[Input.returnValues], old?.item, new, Projection(paths: changed))
    if let returned, !returned.isEmpty { output[Output.attributes] = returned }
    output[Output.consumedCapacity] = ConsumedCapacity.of(
      write.units, table.name, input[Input.returnConsumedCapacity])
    return .now(output)
  }

  private static func onlyTakesAway(_ update: Update?, _ updates: [AttributeUpdate]?) -> Bool {
    if let update {
      return update.actions.allSatisfy { action in
        switch action {
        case .remove, .delete: true
        case .set, .add: false
        }
      }
    }
    guard let updates, !updates.isEmpty else { return false }
    return updates.allSatisfy { $0.action == .delete }
  }

  private static func apply(
    _ update: Update?, _ updates: [AttributeUpdate]?, to item: Item
  ) throws(AWSError) -> Item {
    do {
      if let update { return try update.applied(to: item) }
      if let updates { return try AttributeUpdate.apply(updates, to: item) }
      return item
    } catch {
      throw AWSError.validation(error.message)
    }
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
