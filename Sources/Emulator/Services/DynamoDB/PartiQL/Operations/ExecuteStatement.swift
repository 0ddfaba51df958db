import Protocols
import Runtime

/// One PartiQL statement: reads a page of items, or writes one item.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html
enum ExecuteStatement: AWSOperation {
  enum Input: StructureShape {
    static let statement = Required<String>("Statement", .length(1...8192))
    static let parameters = Member<[ReceivedValue]>("Parameters", .length(1...Int.max))
    static let consistentRead = Member<Bool>("ConsistentRead")
    static let nextToken = Member<String>("NextToken", .length(1...32768))
    static let returnConsumedCapacity = Member<String>("ReturnConsumedCapacity", DynamoDBTraits.returnConsumedCapacity)
    static let limit = Member<Int32>("Limit", .atLeast(1))
    static let returnValuesOnConditionCheckFailure = Member<String>(
      "ReturnValuesOnConditionCheckFailure", DynamoDBTraits.returnValuesOnConditionCheckFailure)
    static let shape = structure(
      "ExecuteStatementInput", statement, parameters, consistentRead, nextToken, returnConsumedCapacity, limit,
      returnValuesOnConditionCheckFailure)
  }
  enum Output: StructureShape {
    static let items = Member<[Item]>("Items")
    static let nextToken = Member<String>("NextToken")
    static let consumedCapacity = Member<Values<ConsumedCapacity>>("ConsumedCapacity")
    static let lastEvaluatedKey = Member<Item>("LastEvaluatedKey")
    static let shape = structure("ExecuteStatementOutput", items, nextToken, consumedCapacity, lastEvaluatedKey)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let statement = try PartiQLRequest(
      input[Input.statement], input[Input.parameters],
      showsItem: input[Input.returnValuesOnConditionCheckFailure] == "ALL_OLD")
    if case .exists = statement.statement {
      throw AWSError.validation("EXISTS can only be used in ExecuteTransaction write requests.")
    }
    let table = try statement.table(request, service)
    if case .select(let select) = statement.statement {
      return .now(try read(select, statement, table, input, request, service))
    }
    if input.has(Input.nextToken) { throw AWSError.validation("NextToken does not match request") }
    let action = try statement.action(in: table)
    var write = TableWrite(table, service.store, at: request.now)
    let old = try write.row(action.key)
    let new = try action.outcome(for: old?.item)
    try action.perform(new, replacing: old, &write)
    try write.finish()
    return .now(
      .with { out in
        out[Output.items] = statement.returned(old: old?.item, new: new).map { [$0] } ?? []
        out[Output.consumedCapacity] = ConsumedCapacity.of(
          write.units, table.name, input[Input.returnConsumedCapacity])
      })
  }

  private static func read(
    _ select: PartiQLSelect, _ statement: PartiQLRequest, _ table: Table, _ input: Values<Input>,
    _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Values<Output> {
    // A token goes with the statement and its parameters.
    var identity = Values<Input>()
    identity[Input.statement] = input[Input.statement]
    identity[Input.parameters] = input[Input.parameters]
    let reading = try PartiQLReading(
      select, statement, in: table, isConsistent: input[Input.consistentRead] ?? false,
      limit: input[Input.limit].map(Int.init), token: input[Input.nextToken],
      digest: MD5.hash(identity.structure.json), service.store)
    try reading.target.take(reading.units, fetched: reading.fetched, service.store, request.now)
    return .with { out in
      out[Output.items] = reading.items
      out[Output.nextToken] = reading.nextToken
      out[Output.lastEvaluatedKey] = reading.lastEvaluatedKey
      out[Output.consumedCapacity] = ConsumedCapacity.of(
        reading.units, fetched: reading.fetched, reading.target, input[Input.returnConsumedCapacity])
    }
  }
}
