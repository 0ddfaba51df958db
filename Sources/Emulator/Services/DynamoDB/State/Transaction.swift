import Protocols

/// Writes that are done together or not at all.
struct Transaction {
  /// Of what a request carries, in bytes.
  static let payloadLimit = 4 << 20

  let actions: [WriteAction]

  init(_ actions: [WriteAction]) { self.actions = actions }

  /// What a request is known by to its ClientRequestToken.
  static func digest(_ input: Values<TransactWriteItems.Input>) -> [UInt8] {
    var payload = Values<TransactWriteItems.Input>()
    payload[TransactWriteItems.Input.transactItems] = input[TransactWriteItems.Input.transactItems]
    return TransactionTokens.digest(payload.structure.json)
  }

  /// Every action is tried against the items as they are; if all can be done, all are. Else throws the cancellation
  /// with every reason. Gives what each table cost, before the doubling for transactions.
  func perform(
    _ store: DynamoDBStore, _ now: Timestamp
  ) throws(AWSError) -> [(table: Table, units: WriteUnits)] {
    var rows: [ItemRows.Row?] = []
    var outcomes: [Item?] = []
    var reasons: [AWSError?] = []
    var isCancelled = false
    for action in actions {
      let row = try store.rows.row(action.key)
      rows.append(row)
      do throws(AWSError) {
        outcomes.append(try action.outcome(for: row?.item))
        reasons.append(nil)
      } catch {
        if error.cause != nil { throw error }
        outcomes.append(nil)
        reasons.append(error)
        isCancelled = true
      }
    }
    if isCancelled { throw AWSError.cancelled(reasons) }
    var writes: [TableWrite] = []
    for (place, action) in actions.enumerated() {
      let known = writes.firstIndex { $0.table.id == action.table.id }
      if known == nil { writes.append(TableWrite(action.table, store, at: now)) }
      try action.perform(outcomes[place], replacing: rows[place], &writes[known ?? writes.count - 1])
    }
    for write in writes {
      do throws(AWSError) { try write.finish(times: 2) } catch {
        if error.cause != nil { throw error }
        throw AWSError.cancelled(actions.map { $0.table.id == write.table.id ? error : nil })
      }
    }
    return writes.map { ($0.table, $0.units) }
  }

  /// A transaction that was done before costs the reading of its items.
  func replay(_ store: DynamoDBStore) throws(AWSError) -> [(table: Table, units: WriteUnits)] {
    var units: [(table: Table, units: WriteUnits)] = []
    for action in actions {
      let size = try store.rows.row(action.key).map { ItemSize.of($0.item) } ?? 0
      let known = units.firstIndex { $0.table.id == action.table.id }
      if known == nil { units.append((action.table, WriteUnits())) }
      units[known ?? units.count - 1].units.table += CapacityUnits.read(size, consistent: true)
    }
    return units
  }
}

/// One element of TransactItems, its expressions read, before its table is looked for.
struct TransactionRequest {
  private typealias Element = TransactWriteItems.TransactWriteItem

  let tableName: String
  /// Of its item or key, for the limit of the whole.
  let bytes: Int
  private let item: Item
  private let update: Update?
  private let isPut: Bool
  private let isCheck: Bool
  private let condition: WriteCondition

  init(_ element: Values<TransactWriteItems.TransactWriteItem>) throws(AWSError) {
    let actions = [
      element.has(Element.conditionCheck), element.has(Element.put), element.has(Element.delete),
      element.has(Element.update),
    ].count { $0 }
    if actions != 1 {
      throw AWSError.validation("TransactItems can only contain one of Check, Put, Update or Delete")
    }
    typealias Action = TransactWriteItems
    if let put = element[Element.put] {
      try self.init(put, put[Action.Put.item], put[Action.Put.conditionExpression], isPut: true)
    } else if let update = element[Element.update] {
      try self.init(
        update, update[Action.UpdateRequest.key], update[Action.UpdateRequest.conditionExpression],
        updateExpression: update[Action.UpdateRequest.updateExpression])
    } else if let delete = element[Element.delete] {
      try self.init(delete, delete[Action.Delete.key], delete[Action.Delete.conditionExpression])
    } else {
      let check = element[Element.conditionCheck] ?? Values<Action.ConditionCheck>()
      try self.init(
        check, check[Action.ConditionCheck.key], check[Action.ConditionCheck.conditionExpression], isCheck: true)
    }
  }

  private init<Action: TransactAction>(
    _ action: Values<Action>, _ received: ReceivedItem, _ conditionExpression: String?,
    updateExpression: String? = nil, isPut: Bool = false, isCheck: Bool = false
  ) throws(AWSError) {
    let tableName = action[Action.members.tableName]
    let values = action[Action.members.values]
    try TableReference.check(tableName)
    var expressions: [ExpressionParameters.Expression] = [("ConditionExpression", conditionExpression)]
    if updateExpression != nil { expressions.insert(("UpdateExpression", updateExpression), at: 0) }
    var parameters = ExpressionParameters(
      names: action[Action.members.names], values: values, expressions: expressions)
    try parameters.checkUse(without: [])
    if let fault = received.fault { throw AWSError.validation(fault.message) }
    if isPut && ItemSize.of(received.item) > ItemSize.limit { throw AWSError.itemSize }
    try parameters.readPlaceholders()
    update = try parameters.update()
    let expression = try parameters.condition("ConditionExpression")
    try parameters.checkAllUsed()
    self.tableName = tableName
    self.isPut = isPut
    self.isCheck = isCheck
    item = received.item
    bytes = ItemSize.of(received.item) + (values.map { ItemSize.of($0.item) } ?? 0)
    condition = WriteCondition(
      expression: expression, expected: nil, showsItem: action[Action.members.returned] == "ALL_OLD")
  }

  func action(in table: Table) throws(AWSError) -> WriteAction {
    let key = isPut ? try ItemKey.ofItem(item, in: table) : try ItemKey.ofKey(item, in: table)
    if let expression = condition.expression {
      try ExpressionParameters.checkScalarKeys(expression.paths, table)
    }
    if isPut { try IndexKey.check(item, in: table, .itemSize) }
    if let update {
      for attribute in table.key.attributes where update.paths.contains(where: { $0.name == attribute.name }) {
        throw AWSError.keyUpdate(attribute.text)
      }
    }
    let change: WriteAction.Change =
      isPut ? .put(item) : isCheck ? .check : update.map { .update($0) } ?? .delete
    return WriteAction(table: table, key: key, keyItem: item, change: change, condition: condition)
  }
}
