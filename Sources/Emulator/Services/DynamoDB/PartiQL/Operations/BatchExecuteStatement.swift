import Protocols
import Runtime

/// Up to 25 PartiQL statements, all reads or all writes, each of one item. Each is done, or fails, for itself.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html
enum BatchExecuteStatement: AWSOperation {
  enum Input: StructureShape {
    static let statements = Required<[Values<BatchStatementRequest>]>("Statements", .length(1...25))
    static let returnConsumedCapacity = Member<String>("ReturnConsumedCapacity", DynamoDBTraits.returnConsumedCapacity)
    static let shape = structure("BatchExecuteStatementInput", statements, returnConsumedCapacity)
  }
  enum BatchStatementRequest: StructureShape {
    static let statement = Required<String>("Statement", .length(1...8192))
    static let parameters = Member<[ReceivedValue]>("Parameters", .length(1...Int.max))
    static let consistentRead = Member<Bool>("ConsistentRead")
    static let returnValuesOnConditionCheckFailure = Member<String>(
      "ReturnValuesOnConditionCheckFailure", DynamoDBTraits.returnValuesOnConditionCheckFailure)
    static let shape = structure(
      "BatchStatementRequest", statement, parameters, consistentRead, returnValuesOnConditionCheckFailure)
  }
  enum Output: StructureShape {
    static let responses = Member<[Values<BatchStatementResponse>]>("Responses")
    static let consumedCapacity = Member<[Values<ConsumedCapacity>]>("ConsumedCapacity")
    static let shape = structure("BatchExecuteStatementOutput", responses, consumedCapacity)
  }
  enum BatchStatementResponse: StructureShape {
    static let error = Member<Values<BatchStatementError>>("Error")
    static let tableName = Member<String>("TableName")
    static let item = Member<Item>("Item")
    static let shape = structure("BatchStatementResponse", error, tableName, item)
  }
  enum BatchStatementError: StructureShape {
    static let code = Member<String>("Code")
    static let message = Member<String>("Message")
    static let item = Member<Item>("Item")
    static let shape = structure("BatchStatementError", code, message, item)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let statements = input[Input.statements]
    var read: [Result<PartiQLRequest, AWSError>] = []
    for each in statements { read.append(parsed(each)) }
    let kinds = Set(read.compactMap { try? $0.get().statement.isRead })
    if kinds.count > 1 {
      throw AWSError.validation("Read and write requests together in the same batch is not supported.")
    }
    var responses: [Values<BatchStatementResponse>] = []
    var units: [(table: Table, units: WriteUnits)] = []
    for (place, each) in read.enumerated() {
      var response = Values<BatchStatementResponse>()
      do throws(AWSError) {
        let statement = try each.get()
        let table = try statement.table(request, service)
        response[BatchStatementResponse.tableName] = table.name
        let known = units.firstIndex { $0.table.id == table.id }
        if known == nil { units.append((table, WriteUnits())) }
        let isConsistent = statements[place][BatchStatementRequest.consistentRead] ?? false
        let done = try perform(statement, table, isConsistent: isConsistent, request, service)
        response[BatchStatementResponse.item] = done.item
        units[known ?? units.count - 1].units.table += done.units.table
        for (index, cost) in done.units.indexes { units[known ?? units.count - 1].units.add(cost, to: index) }
      } catch {
        if error.cause != nil { throw error }
        response[BatchStatementResponse.error] = described(error)
      }
      responses.append(response)
    }
    let capacity = units.compactMap {
      ConsumedCapacity.of($0.units, $0.table.name, input[Input.returnConsumedCapacity])
    }
    return .now(
      .with { out in
        out[Output.responses] = responses
        if !capacity.isEmpty { out[Output.consumedCapacity] = capacity }
      })
  }

  private static func parsed(_ statement: Values<BatchStatementRequest>) -> Result<PartiQLRequest, AWSError> {
    do throws(AWSError) {
      return .success(
        try PartiQLRequest(
          statement[BatchStatementRequest.statement], statement[BatchStatementRequest.parameters],
          showsItem: statement[BatchStatementRequest.returnValuesOnConditionCheckFailure] == "ALL_OLD"))
    } catch {
      return .failure(error)
    }
  }

  /// Nothing is written before the last thing that can refuse the statement, so a refusal leaves nothing to take back.
  private static func perform(
    _ statement: PartiQLRequest, _ table: Table, isConsistent: Bool, _ request: RequestContext,
    _ service: DynamoDBService
  ) throws(AWSError) -> (item: Item?, units: WriteUnits) {
    if statement.statement.isRead {
      guard let key = try statement.singleKey(in: table) else {
        throw AWSError.validation(
          "Select statements within BatchExecuteStatement must specify the primary key in the where clause.")
      }
      let found = try service.store.rows.row(ItemKey.ofKey(key, in: table))?.item
      var units = WriteUnits()
      units.table = CapacityUnits.read(found.map { ItemSize.of($0) } ?? 0, consistent: isConsistent)
      if let throttle = service.store.throttle { try throttle.take(units, table, .read, request.now) }
      guard let found else { return (nil, units) }
      return (try statement.shown(found), units)
    }
    if case .exists = statement.statement {
      throw AWSError.validation("EXISTS can only be used in ExecuteTransaction write requests.")
    }
    let action = try statement.action(in: table)
    var write = TableWrite(table, service.store, at: request.now)
    if write.isThrottled { throw AWSError.throttled(table, nil, .write) }
    let old = try write.row(action.key)
    let new = try action.outcome(for: old?.item)
    try action.perform(new, replacing: old, &write)
    do throws(AWSError) { try write.finish() } catch {
      // The item is written: only the whole request can be taken back.
      var whole = error
      whole.cause = whole.cause ?? "an index of a batch's table is throttled"
      throw whole
    }
    return (statement.returned(old: old?.item, new: new), write.units)
  }

  private static func described(_ error: AWSError) -> Values<BatchStatementError> {
    .with { out in
      out[BatchStatementError.code] = code(of: error)
      out[BatchStatementError.message] = error.message
      if let details = error.details {
        out[BatchStatementError.item] =
          Values<ConditionalCheckFailedException>(details)[ConditionalCheckFailedException.item]
      }
    }
  }

  private static func code(of error: AWSError) -> String {
    switch error.code {
    case "ValidationException": "ValidationError"
    case "ResourceNotFoundException": "ResourceNotFound"
    case "ConditionalCheckFailedException": "ConditionalCheckFailed"
    case "DuplicateItemException": "DuplicateItem"
    case "ProvisionedThroughputExceededException": "ProvisionedThroughputExceeded"
    case "ThrottlingException": "ThrottlingError"
    default: error.code
    }
  }
}
