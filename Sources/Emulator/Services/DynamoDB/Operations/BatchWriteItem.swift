import Protocols
import Runtime

/// Up to 25 puts and deletes, in one or several tables. All of them are done: only with `--dynamodb-throttle` may some
/// stay unprocessed.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
enum BatchWriteItem: AWSOperation {
  enum Input: StructureShape {
    static let requestItems = Required<[String: [Values<WriteRequest>]]>(
      "RequestItems", .length(1...25), .keys([DynamoDBTraits.tableLength]), .mapped([.length(1...25)]))
    static let returnConsumedCapacity = Member<String>("ReturnConsumedCapacity", DynamoDBTraits.returnConsumedCapacity)
    static let returnItemCollectionMetrics = Member<String>(
      "ReturnItemCollectionMetrics", DynamoDBTraits.returnItemCollectionMetrics)
    static let shape = structure(
      "BatchWriteItemInput", returnConsumedCapacity, returnItemCollectionMetrics, requestItems)
  }
  enum WriteRequest: StructureShape {
    static let putRequest = Member<Values<PutRequest>>("PutRequest")
    static let deleteRequest = Member<Values<DeleteRequest>>("DeleteRequest")
    static let shape = structure("WriteRequest", deleteRequest, putRequest)
  }
  enum PutRequest: StructureShape {
    static let item = Required<ReceivedItem>("Item")
    static let shape = structure("PutRequest", item)
  }
  enum DeleteRequest: StructureShape {
    static let key = Required<ReceivedItem>("Key")
    static let shape = structure("DeleteRequest", key)
  }
  enum Output: StructureShape {
    static let unprocessedItems = Member<[String: [Values<WriteRequest>]]>("UnprocessedItems")
    static let itemCollectionMetrics = Member<[String: [Values<ItemCollectionMetrics>]]>("ItemCollectionMetrics")
    static let consumedCapacity = Member<[Values<ConsumedCapacity>]>("ConsumedCapacity")
    static let shape = structure("BatchWriteItemOutput", consumedCapacity, itemCollectionMetrics, unprocessedItems)
  }

  private static let requestLimit = 25

  /// A write whose table and key are known. `item` nil: a delete.
  private struct Write {
    var key: [UInt8]
    var item: Item?
    /// What names its item collection.
    var keyItem: Item
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let requests = input[Input.requestItems]
    let names = requests.count == 1 ? Array(requests.keys) : requests.keys.sorted()
    var total = 0
    for name in names {
      try TableReference.check(name)
      let all = requests[name] ?? []
      total += all.count
      for each in all { try check(each) }
    }
    if total > requestLimit { throw AWSError.validation("Too many items requested for the BatchWriteItem call") }

    var capacity: [Values<ConsumedCapacity>] = []
    var metrics: [String: [Values<ItemCollectionMetrics>]] = [:]
    var unprocessed: [String: [Values<WriteRequest>]] = [:]
    var batches: [(name: String, table: Table, writes: [Write])] = []
    for name in names {
      let table = try TableReference.table(name, request, service)
      var writes: [Write] = []
      var keys = DistinctKeys()
      for each in requests[name] ?? [] {
        let write = try write(each, in: table)
        if !keys.insert(write.key) { throw AWSError.duplicateKeys }
        writes.append(write)
      }
      batches.append((name, table, writes))
    }
    for (name, table, writes) in batches {
      var write = TableWrite(table, service.store, at: request.now)
      for (place, each) in writes.enumerated() {
        if write.isThrottled {
          unprocessed[name] = Array((requests[name] ?? [])[place...])
          break
        }
        let old = try write.row(each.key)
        if let item = each.item {
          try write.put(item, each.key, replacing: old)
        } else if let old {
          try write.delete(old, each.key)
        } else {
          write.pass(nil)
        }
      }
      try write.finish()
      var own: [Values<ItemCollectionMetrics>] = []
      for each in writes {
        let asked = input[Input.returnItemCollectionMetrics]
        guard let found = ItemCollectionMetrics.of(each.keyItem, table, asked, service.store) else { break }
        let key = found[ItemCollectionMetrics.itemCollectionKey]
        if !own.contains(where: { $0[ItemCollectionMetrics.itemCollectionKey] == key }) { own.append(found) }
      }
      if !own.isEmpty { metrics[table.name] = own }
      if let consumed = ConsumedCapacity.of(write.units, table.name, input[Input.returnConsumedCapacity]) {
        capacity.append(consumed)
      }
    }
    if let first = batches.first?.table, unprocessed.values.reduce(0, { $0 + $1.count }) == total {
      throw AWSError.throttled(first, nil, .write)
    }
    return .now(
      .with { out in
        out[Output.unprocessedItems] = unprocessed
        if !metrics.isEmpty { out[Output.itemCollectionMetrics] = metrics }
        if !capacity.isEmpty { out[Output.consumedCapacity] = capacity }
      })
  }

  private static func check(_ request: Values<WriteRequest>) throws(AWSError) {
    if request.has(WriteRequest.putRequest) == request.has(WriteRequest.deleteRequest) {
      throw AWSError.validation(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")
    }
    if let put = request[WriteRequest.putRequest] {
      let received = put[PutRequest.item]
      if let fault = received.fault { throw AWSError.validation(fault.message) }
      if ItemSize.of(received.item) > ItemSize.limit { throw AWSError.itemSize }
    } else if let fault = request[WriteRequest.deleteRequest]?[DeleteRequest.key].fault {
      throw AWSError.validation(fault.message)
    }
  }

  /// A missing key attribute and one of another type are told here as a key that does not match.
  private static func write(_ request: Values<WriteRequest>, in table: Table) throws(AWSError) -> Write {
    if let delete = request[WriteRequest.deleteRequest] {
      return Write(
        key: try ItemKey.ofKey(delete[DeleteRequest.key].item, in: table), item: nil,
        keyItem: delete[DeleteRequest.key].item)
    }
    guard let put = request[WriteRequest.putRequest] else { throw AWSError.keyMismatch }
    let item = put[PutRequest.item].item
    for attribute in table.key.attributes {
      guard let place = item.place(of: attribute.name), item.type(at: place) == attribute.type else {
        throw AWSError.keyMismatch
      }
    }
    try IndexKey.check(item, in: table, .itemSize)
    return Write(key: try ItemKey.ofItem(item, in: table), item: item, keyItem: item)
  }
}
