import Protocols
import Runtime

/// Up to 100 items by their keys, from one or several tables; past 16 MB the rest of the keys comes back unprocessed.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
enum BatchGetItem: AWSOperation {
  enum Input: StructureShape {
    static let requestItems = Required<[String: Values<KeysAndAttributes>]>(
      "RequestItems", .length(1...100), .keys([DynamoDBTraits.tableLength]))
    static let returnConsumedCapacity = Member<String>("ReturnConsumedCapacity", DynamoDBTraits.returnConsumedCapacity)
    static let shape = structure("BatchGetItemInput", returnConsumedCapacity, requestItems)
  }
  enum KeysAndAttributes: StructureShape {
    static let keys = Required<[ReceivedItem]>("Keys", .length(1...100))
    static let attributesToGet = Member<[String]>(
      "AttributesToGet", .length(1...Int.max), .each([DynamoDBTraits.attributeNameLength]))
    static let consistentRead = Member<Bool>("ConsistentRead")
    static let projectionExpression = Member<String>("ProjectionExpression")
    static let expressionAttributeNames = Member<[String: String]>("ExpressionAttributeNames", DynamoDBTraits.names)
    static let shape = structure(
      "KeysAndAttributes", keys, attributesToGet, consistentRead, projectionExpression, expressionAttributeNames)
  }
  enum Output: StructureShape {
    static let responses = Member<[String: [Item]]>("Responses")
    static let unprocessedKeys = Member<[String: Values<KeysAndAttributes>]>("UnprocessedKeys")
    static let consumedCapacity = Member<[Values<ConsumedCapacity>]>("ConsumedCapacity")
    static let shape = structure("BatchGetItemOutput", consumedCapacity, responses, unprocessedKeys)
  }

  private static let keyLimit = 100
  /// Of an answer's items, in bytes.
  private static let sizeLimit = 16 << 20

  /// What is asked of one table.
  private struct Reading {
    var name: String
    var request: Values<KeysAndAttributes>
    var projection: Projection?
    var keys: [ReceivedItem]
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let requests = input[Input.requestItems]
    var readings: [Reading] = []
    var total = 0
    for name in requests.keys.sorted() {
      guard let each = requests[name] else { continue }
      try TableReference.check(name)
      readings.append(try reading(name, each))
      total += each[KeysAndAttributes.keys].count
    }
    if total > keyLimit { throw AWSError.validation("Too many items requested for the BatchGetItem call") }
    var tables: [(table: Table, keys: [[UInt8]])] = []
    for reading in readings {
      let table = try TableReference.table(reading.name, request, service)
      var keys: [[UInt8]] = []
      for key in reading.keys { keys.append(try ItemKey.ofKey(key.item, in: table)) }
      if !DistinctKeys.holds(keys) { throw AWSError.duplicateKeys }
      if let projection = reading.projection { try ExpressionParameters.checkScalarKeys(projection.paths, table) }
      tables.append((table, keys))
    }

    var responses: [String: [Item]] = [:]
    var unprocessed: [String: Values<KeysAndAttributes>] = [:]
    var capacity: [Values<ConsumedCapacity>] = []
    var bytes = 0
    for (reading, (table, keys)) in zip(readings, tables) {
      var items: [Item] = []
      var left: [ReceivedItem] = []
      var units = 0.0
      let isConsistent = reading.request[KeysAndAttributes.consistentRead] ?? false
      for (received, key) in zip(reading.keys, keys) {
        if bytes > sizeLimit || service.store.throttle?.isExhausted(table, nil, .read, request.now) == true {
          left.append(received)
          continue
        }
        let found = try service.store.rows.row(key)?.item
        let size = found.map { ItemSize.of($0) } ?? 0
        if bytes + size > sizeLimit {
          bytes = sizeLimit + 1
          left.append(received)
          continue
        }
        bytes += size
        let cost = CapacityUnits.read(size, consistent: isConsistent)
        if let throttle = service.store.throttle { try throttle.take(cost, table, nil, .read, request.now) }
        units += cost
        if let found { items.append(reading.projection?.applied(to: found) ?? found) }
      }
      responses[reading.name] = items
      if !left.isEmpty {
        var rest = reading.request
        rest[KeysAndAttributes.keys] = left
        unprocessed[reading.name] = rest
      }
      if let consumed = ConsumedCapacity.of(units, table.name, input[Input.returnConsumedCapacity]) {
        capacity.append(consumed)
      }
    }
    // Where everything is throttled the whole request is.
    if service.store.throttle != nil, bytes == 0, let table = tables.first?.table,
      readings.allSatisfy({ unprocessed[$0.name]?[KeysAndAttributes.keys].count == $0.keys.count })
    {
      throw AWSError.throttled(table, nil, .read)
    }
    return .now(
      .with { out in
        out[Output.responses] = responses
        out[Output.unprocessedKeys] = unprocessed
        if !capacity.isEmpty { out[Output.consumedCapacity] = capacity }
      })
  }

  private static func reading(
    _ name: String, _ request: Values<KeysAndAttributes>
  ) throws(AWSError) -> Reading {
    var parameters = ExpressionParameters(
      names: request[KeysAndAttributes.expressionAttributeNames], values: nil,
      expressions: [("ProjectionExpression", request[KeysAndAttributes.projectionExpression])])
    try parameters.checkUse(without: [("AttributesToGet", request.has(KeysAndAttributes.attributesToGet))])
    let attributes = try LegacyParameters.projection(request[KeysAndAttributes.attributesToGet])
    try parameters.readPlaceholders()
    let projection = try parameters.projection() ?? attributes
    try parameters.checkAllUsed()
    let keys = request[KeysAndAttributes.keys]
    for key in keys { if let fault = key.fault { throw AWSError.validation(fault.message) } }
    return Reading(name: name, request: request, projection: projection, keys: keys)
  }
}
