import Protocols
import Runtime

/// Up to 100 PartiQL statements, all reads or all writes, each of one item, done together or not at all.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteTransaction.html
enum ExecuteTransaction: AWSOperation {
  enum Input: StructureShape {
    static let transactStatements = Required<[Values<ParameterizedStatement>]>("TransactStatements", .length(1...100))
    static let clientRequestToken = Member<String>("ClientRequestToken", .length(1...36), .idempotencyToken)
    static let returnConsumedCapacity = Member<String>("ReturnConsumedCapacity", DynamoDBTraits.returnConsumedCapacity)
    static let shape = structure(
      "ExecuteTransactionInput", transactStatements, clientRequestToken, returnConsumedCapacity)
  }
  enum ParameterizedStatement: StructureShape {
    static let statement = Required<String>("Statement", .length(1...8192))
    static let parameters = Member<[ReceivedValue]>("Parameters", .length(1...Int.max))
    static let returnValuesOnConditionCheckFailure = Member<String>(
      "ReturnValuesOnConditionCheckFailure", DynamoDBTraits.returnValuesOnConditionCheckFailure)
    static let shape = structure("ParameterizedStatement", statement, parameters, returnValuesOnConditionCheckFailure)
  }
  enum Output: StructureShape {
    static let responses = Member<[Values<TransactGetItems.ItemResponse>]>("Responses")
    static let consumedCapacity = Member<[Values<ConsumedCapacity>]>("ConsumedCapacity")
    static let shape = structure("ExecuteTransactionOutput", responses, consumedCapacity)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    var statements: [PartiQLRequest] = []
    for (place, each) in input[Input.transactStatements].enumerated() {
      try placed(place) { () throws(AWSError) in
        let statement = try PartiQLRequest(
          each[ParameterizedStatement.statement], each[ParameterizedStatement.parameters],
          showsItem: each[ParameterizedStatement.returnValuesOnConditionCheckFailure] == "ALL_OLD")
        if statement.hasReturning {
          throw AWSError.validation("RETURNING clause is not supported in transactions.")
        }
        statements.append(statement)
      }
    }
    let reads = statements.count { $0.statement.isRead }
    if reads != 0 && reads != statements.count {
      throw AWSError.validation(
        "ExecuteTransaction API does not support both read and write operations in the same request.")
    }
    return .now(
      reads > 0
        ? try read(statements, input, request, service) : try write(statements, input, request, service))
  }

  /// Tells which statement is refused.
  private static func placed(_ place: Int, _ body: () throws(AWSError) -> Void) throws(AWSError) {
    do throws(AWSError) { try body() } catch {
      if error.code != "ValidationException" { throw error }
      throw AWSError.validation("Validation failed in TransactStatements[\(place)]: \(error.message ?? "")")
    }
  }

  private static let twice = AWSError.validation(
    "Transaction request cannot include multiple operations on one item")

  private static func read(
    _ statements: [PartiQLRequest], _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Values<Output> {
    var keys: [(table: Table, key: [UInt8])] = []
    for (place, statement) in statements.enumerated() {
      try placed(place) { () throws(AWSError) in
        if statement.statement.source.index != nil {
          throw AWSError.validation("Reads on indices are not supported within transactions.")
        }
        let table = try statement.table(request, service)
        guard let key = try statement.singleKey(in: table) else {
          throw AWSError.validation(
            "Select statements within ExecuteTransaction must specify the primary key in the where clause.")
        }
        keys.append((table, try ItemKey.ofKey(key, in: table)))
      }
    }
    if !DistinctKeys.holds(keys.lazy.map(\.key)) { throw twice }
    var responses: [Values<TransactGetItems.ItemResponse>] = []
    var units: [(table: Table, units: WriteUnits)] = []
    for (place, (table, key)) in keys.enumerated() {
      let found = try service.store.rows.row(key)?.item
      var response = Values<TransactGetItems.ItemResponse>()
      if let found { response[TransactGetItems.ItemResponse.item] = try statements[place].shown(found) }
      responses.append(response)
      let known = units.firstIndex { $0.table.id == table.id }
      if known == nil { units.append((table, WriteUnits())) }
      units[known ?? units.count - 1].units.table += CapacityUnits.read(
        found.map { ItemSize.of($0) } ?? 0, consistent: true)
    }
    if let throttle = service.store.throttle {
      for (table, cost) in units { try throttle.take(cost.times(2), table, .read, request.now) }
    }
    return answer(responses, units, isRead: true, input)
  }

  private static func write(
    _ statements: [PartiQLRequest], _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Values<Output> {
    let token = input[Input.clientRequestToken]
    var payload = Values<Input>()
    payload[Input.transactStatements] = input[Input.transactStatements]
    let digest = token == nil ? [] : TransactionTokens.digest(payload.structure.json)
    var actions: [WriteAction] = []
    for (place, statement) in statements.enumerated() {
      try placed(place) { () throws(AWSError) in
        actions.append(try statement.action(in: try statement.table(request, service)))
      }
    }
    if !DistinctKeys.holds(actions.lazy.map(\.key)) { throw twice }
    let transaction = Transaction(actions)
    do throws(AWSError) {
      if let token, try service.tokens.wasDone(token, digest, request) {
        return answer([], try transaction.replay(service.store), isRead: true, input)
      }
      let units = try transaction.perform(service.store, request.now)
      if let token { try service.tokens.keep(token, digest, request) }
      return answer([], units, isRead: false, input)
    } catch {
      if let token, error.code == "TransactionCanceledException" { service.tokens.bind(token, digest, request) }
      throw error
    }
  }

  private static func answer(
    _ responses: [Values<TransactGetItems.ItemResponse>], _ units: [(table: Table, units: WriteUnits)], isRead: Bool,
    _ input: Values<Input>
  ) -> Values<Output> {
    let capacity = units.compactMap {
      ConsumedCapacity.of(
        transaction: $0.units.times(2), isRead: isRead, $0.table.name, input[Input.returnConsumedCapacity])
    }
    return .with { out in
      out[Output.responses] = responses
      if !capacity.isEmpty { out[Output.consumedCapacity] = capacity }
    }
  }
}
