import Protocols
import Runtime

/// What the four kinds of actions have alike, beside an item or a key and their expressions.
struct TransactActionMembers<Owner: StructureShape> {
  let tableName = RequiredMember<Owner, String>("TableName", DynamoDBTraits.tableLength)
  let names = OptionalMember<Owner, [String: String]>("ExpressionAttributeNames", DynamoDBTraits.names)
  let values = OptionalMember<Owner, ReceivedItem>("ExpressionAttributeValues")
  let returned = OptionalMember<Owner, String>(
    "ReturnValuesOnConditionCheckFailure", DynamoDBTraits.returnValuesOnConditionCheckFailure)
}

protocol TransactAction: StructureShape {
  static var members: TransactActionMembers<Self> { get }
}

/// Up to 100 writes and checks of as many items, in one or several tables: all of them or none.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
enum TransactWriteItems: AWSOperation {
  enum Input: StructureShape {
    static let transactItems = Required<[Values<TransactWriteItem>]>("TransactItems", .length(1...100))
    static let returnConsumedCapacity = Member<String>("ReturnConsumedCapacity", DynamoDBTraits.returnConsumedCapacity)
    static let returnItemCollectionMetrics = Member<String>(
      "ReturnItemCollectionMetrics", DynamoDBTraits.returnItemCollectionMetrics)
    static let clientRequestToken = Member<String>("ClientRequestToken", .length(1...36), .idempotencyToken)
    static let shape = structure(
      "TransactWriteItemsInput", clientRequestToken, transactItems, returnConsumedCapacity,
      returnItemCollectionMetrics)
  }
  enum TransactWriteItem: StructureShape {
    static let conditionCheck = Member<Values<ConditionCheck>>("ConditionCheck")
    static let put = Member<Values<Put>>("Put")
    static let delete = Member<Values<Delete>>("Delete")
    static let update = Member<Values<UpdateRequest>>("Update")
    static let shape = structure("TransactWriteItem", conditionCheck, put, delete, update)
  }
  enum ConditionCheck: TransactAction {
    static let members = TransactActionMembers<ConditionCheck>()
    static let key = Required<ReceivedItem>("Key")
    static let conditionExpression = Required<String>("ConditionExpression")
    static let shape = structure(
      "ConditionCheck", members.tableName, key, conditionExpression, members.names, members.values, members.returned)
  }
  enum Put: TransactAction {
    static let members = TransactActionMembers<Put>()
    static let item = Required<ReceivedItem>("Item")
    static let conditionExpression = Member<String>("ConditionExpression")
    static let shape = structure(
      "Put", members.tableName, item, conditionExpression, members.names, members.values, members.returned)
  }
  enum Delete: TransactAction {
    static let members = TransactActionMembers<Delete>()
    static let key = Required<ReceivedItem>("Key")
    static let conditionExpression = Member<String>("ConditionExpression")
    static let shape = structure(
      "Delete", members.tableName, key, conditionExpression, members.names, members.values, members.returned)
  }
  enum UpdateRequest: TransactAction {
    static let members = TransactActionMembers<UpdateRequest>()
    static let key = Required<ReceivedItem>("Key")
    static let updateExpression = Required<String>("UpdateExpression")
    static let conditionExpression = Member<String>("ConditionExpression")
    static let shape = structure(
      "Update", members.tableName, key, updateExpression, conditionExpression, members.names, members.values,
      members.returned)
  }
  enum Output: StructureShape {
    static let consumedCapacity = Member<[Values<ConsumedCapacity>]>("ConsumedCapacity")
    static let itemCollectionMetrics = Member<[String: [Values<ItemCollectionMetrics>]]>("ItemCollectionMetrics")
    static let shape = structure("TransactWriteItemsOutput", consumedCapacity, itemCollectionMetrics)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    var requested: [TransactionRequest] = []
    for item in input[Input.transactItems] { requested.append(try TransactionRequest(item)) }
    if requested.reduce(0, { $0 + $1.bytes }) > Transaction.payloadLimit {
      throw AWSError.validation("Transaction payload size cannot exceed 4 MB")
    }
    let token = input[Input.clientRequestToken]
    let digest = token == nil ? [] : Transaction.digest(input)
    do throws(AWSError) {
      let transaction = Transaction(try resolve(requested, request, service))
      if let token, try service.tokens.wasDone(token, digest, request) {
        return .now(try answer(try transaction.replay(service.store), isRead: true, transaction, input, service))
      }
      let units = try transaction.perform(service.store, request.now)
      if let token { try service.tokens.keep(token, digest, request) }
      return .now(try answer(units, isRead: false, transaction, input, service))
    } catch {
      if let token, error.code == "TransactionCanceledException" { service.tokens.bind(token, digest, request) }
      throw error
    }
  }

  /// Finds tables and keys. The first action whose item or key does not fit its table cancels the transaction.
  private static func resolve(
    _ requested: [TransactionRequest], _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> [WriteAction] {
    var actions: [WriteAction] = []
    for (place, each) in requested.enumerated() {
      let table = try TableReference.table(each.tableName, request, service)
      do throws(AWSError) {
        actions.append(try each.action(in: table))
      } catch {
        var reasons = [AWSError?](repeating: nil, count: requested.count)
        reasons[place] = error
        throw AWSError.cancelled(reasons)
      }
    }
    if !DistinctKeys.holds(actions.lazy.map(\.key)) {
      throw AWSError.validation("Transaction request cannot include multiple operations on one item")
    }
    return actions
  }

  private static func answer(
    _ units: [(table: Table, units: WriteUnits)], isRead: Bool, _ transaction: Transaction, _ input: Values<Input>,
    _ service: DynamoDBService
  ) throws(AWSError) -> Values<Output> {
    var output = Values<Output>()
    let capacity = units.compactMap {
      ConsumedCapacity.of(
        transaction: $0.units.times(2), isRead: isRead, $0.table.name, input[Input.returnConsumedCapacity])
    }
    if !capacity.isEmpty { output[Output.consumedCapacity] = capacity }
    var metrics: [String: [Values<ItemCollectionMetrics>]] = [:]
    for action in transaction.actions {
      let found = ItemCollectionMetrics.of(
        action.keyItem, action.table, input[Input.returnItemCollectionMetrics], service.store)
      if let found { metrics[action.table.name, default: []].append(found) }
    }
    if !metrics.isEmpty { output[Output.itemCollectionMetrics] = metrics }
    return output
  }
}
