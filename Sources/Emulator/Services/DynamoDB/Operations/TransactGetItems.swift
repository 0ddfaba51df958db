import Protocols
import Runtime

/// Up to 100 items by their keys, all as of one moment.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
enum TransactGetItems: AWSOperation {
  enum Input: StructureShape {
    static let transactItems = Required<[Values<TransactGetItem>]>("TransactItems", .length(1...100))
    static let returnConsumedCapacity = Member<String>("ReturnConsumedCapacity", DynamoDBTraits.returnConsumedCapacity)
    static let shape = structure("TransactGetItemsInput", transactItems, returnConsumedCapacity)
  }
  enum TransactGetItem: StructureShape {
    static let get = Required<Values<Get>>("Get")
    static let shape = structure("TransactGetItem", get)
  }
  enum Get: StructureShape {
    static let key = Required<ReceivedItem>("Key")
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let projectionExpression = Member<String>("ProjectionExpression")
    static let expressionAttributeNames = Member<[String: String]>("ExpressionAttributeNames", DynamoDBTraits.names)
    static let shape = structure("Get", key, tableName, projectionExpression, expressionAttributeNames)
  }
  enum Output: StructureShape {
    static let consumedCapacity = Member<[Values<ConsumedCapacity>]>("ConsumedCapacity")
    static let responses = Member<[Values<ItemResponse>]>("Responses")
    static let shape = structure("TransactGetItemsOutput", consumedCapacity, responses)
  }
  enum ItemResponse: StructureShape {
    static let item = Member<Item>("Item")
    static let shape = structure("ItemResponse", item)
  }

  /// Of all items together, in bytes.
  private static let sizeLimit = 4 << 20

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let gets = input[Input.transactItems].map { $0[TransactGetItem.get] }
    var projections: [Projection?] = []
    for get in gets {
      try TableReference.check(get[Get.tableName])
      var parameters = ExpressionParameters(
        names: get[Get.expressionAttributeNames], values: nil,
        expressions: [("ProjectionExpression", get[Get.projectionExpression])])
      try parameters.checkUse(without: [])
      if let fault = get[Get.key].fault { throw AWSError.validation(fault.message) }
      try parameters.readPlaceholders()
      projections.append(try parameters.projection())
      try parameters.checkAllUsed()
    }
    var keys: [(table: Table, key: [UInt8])] = []
    for (place, get) in gets.enumerated() {
      let table = try TableReference.table(get[Get.tableName], request, service)
      do throws(AWSError) {
        if let projection = projections[place] {
          try ExpressionParameters.checkScalarKeys(projection.paths, table)
        }
        keys.append((table, try ItemKey.ofKey(get[Get.key].item, in: table)))
      } catch {
        var reasons = [AWSError?](repeating: nil, count: gets.count)
        reasons[place] = error
        throw AWSError.cancelled(reasons)
      }
    }
    if !DistinctKeys.holds(keys.lazy.map(\.key)) {
      throw AWSError.validation("Transaction request cannot include multiple operations on one item")
    }

    var responses: [Values<ItemResponse>] = []
    var units: [(table: Table, units: WriteUnits)] = []
    var bytes = 0
    for (place, (table, key)) in keys.enumerated() {
      let found = try service.store.rows.row(key)?.item
      let size = found.map { ItemSize.of($0) } ?? 0
      bytes += size
      responses.append(
        .with { out in
          if let found { out[ItemResponse.item] = projections[place]?.applied(to: found) ?? found }
        })
      let cost = 2 * CapacityUnits.read(size, consistent: true)
      if let known = units.firstIndex(where: { $0.table.id == table.id }) {
        units[known].units.table += cost
      } else {
        units.append((table, WriteUnits(table: cost)))
      }
    }
    if let throttle = service.store.throttle {
      for (table, cost) in units {
        do throws(AWSError) { try throttle.take(cost, table, .read, request.now) } catch {
          throw AWSError.cancelled(keys.map { $0.table.id == table.id ? error : nil })
        }
      }
    }
    if bytes > sizeLimit {
      throw AWSError.validation("The aggregate size of the items in the transaction cannot exceed 4 MB")
    }
    let capacity = units.compactMap {
      ConsumedCapacity.of(
        transaction: $0.units, isRead: true, $0.table.name, input[Input.returnConsumedCapacity])
    }
    return .now(
      .with { out in
        out[Output.responses] = responses
        if !capacity.isEmpty { out[Output.consumedCapacity] = capacity }
      })
  }
}
