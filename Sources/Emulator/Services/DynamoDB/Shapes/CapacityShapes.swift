import Protocols

enum Capacity: StructureShape {
  static let readCapacityUnits = Member<Double>("ReadCapacityUnits")
  static let writeCapacityUnits = Member<Double>("WriteCapacityUnits")
  static let capacityUnits = Member<Double>("CapacityUnits")
  static let shape = structure("Capacity", capacityUnits, readCapacityUnits, writeCapacityUnits)
}

enum ConsumedCapacity: StructureShape {
  static let tableName = Member<String>("TableName", DynamoDBTraits.tableLength)
  static let capacityUnits = Member<Double>("CapacityUnits")
  static let readCapacityUnits = Member<Double>("ReadCapacityUnits")
  static let writeCapacityUnits = Member<Double>("WriteCapacityUnits")
  static let table = Member<Values<Capacity>>("Table")
  static let localSecondaryIndexes = Member<[String: Values<Capacity>]>(
    "LocalSecondaryIndexes", .keys([DynamoDBTraits.nameLength, DynamoDBTraits.namePattern]))
  static let globalSecondaryIndexes = Member<[String: Values<Capacity>]>(
    "GlobalSecondaryIndexes", .keys([DynamoDBTraits.nameLength, DynamoDBTraits.namePattern]))
  static let shape = structure(
    "ConsumedCapacity", capacityUnits, globalSecondaryIndexes, localSecondaryIndexes, readCapacityUnits, table,
    tableName, writeCapacityUnits)

  /// nil unless ReturnConsumedCapacity asks for it; with INDEXES the table's part stands by itself too.
  static func of(_ units: Double, _ table: String, _ asked: String?) -> Values<ConsumedCapacity>? {
    guard let asked, asked != "NONE" else { return nil }
    return .with { out in
      out[tableName] = table
      out[capacityUnits] = units
      if asked == "INDEXES" { out[Self.table] = .with { $0[Capacity.capacityUnits] = units } }
    }
  }

  /// Of a Query or Scan: what the index cost, and what fetching from the table did.
  static func of(
    _ units: Double, fetched: Double, _ target: ReadTarget, _ asked: String?
  ) -> Values<ConsumedCapacity>? {
    guard let index = target.index else { return of(units, target.table.name, asked) }
    var costs = WriteUnits()
    costs.table = fetched
    costs.add(units, to: index)
    return of(costs, target.table.name, asked)
  }

  /// Of writes: the whole is the sum of the table's part and the indexes'.
  static func of(_ units: WriteUnits, _ table: String, _ asked: String?) -> Values<ConsumedCapacity>? {
    guard let asked, asked != "NONE" else { return nil }
    return .with { out in
      out[tableName] = table
      out[capacityUnits] = units.total
      if asked != "INDEXES" { return }
      out[Self.table] = .with { $0[Capacity.capacityUnits] = units.table }
      var local: [String: Values<Capacity>] = [:]
      var global: [String: Values<Capacity>] = [:]
      for (index, cost) in units.indexes {
        let capacity = Values<Capacity>.with { $0[Capacity.capacityUnits] = cost }
        if index.isLocal { local[index.name] = capacity } else { global[index.name] = capacity }
      }
      if !local.isEmpty { out[localSecondaryIndexes] = local }
      if !global.isEmpty { out[globalSecondaryIndexes] = global }
    }
  }
}

extension ConsumedCapacity {
  /// Of a transaction, where reads and writes are told apart: `units` are doubled already.
  static func of(
    transaction units: WriteUnits, isRead: Bool, _ name: String, _ asked: String?
  ) -> Values<ConsumedCapacity>? {
    guard var out = of(units, name, asked) else { return nil }
    out[isRead ? readCapacityUnits : writeCapacityUnits] = units.total
    func split(_ capacity: Values<Capacity>) -> Values<Capacity> {
      var split = capacity
      split[isRead ? Capacity.readCapacityUnits : Capacity.writeCapacityUnits] = capacity[Capacity.capacityUnits]
      return split
    }
    out[Self.table] = out[Self.table].map(split)
    out[localSecondaryIndexes] = out[localSecondaryIndexes]?.mapValues(split)
    out[globalSecondaryIndexes] = out[globalSecondaryIndexes]?.mapValues(split)
    return out
  }
}

/// An estimate of the size of an item collection, for tables with local secondary indexes.
enum ItemCollectionMetrics: StructureShape {
  static let itemCollectionKey = Member<Item>("ItemCollectionKey")
  static let sizeEstimateRangeGB = Member<[Double]>("SizeEstimateRangeGB")
  static let shape = structure("ItemCollectionMetrics", itemCollectionKey, sizeEstimateRangeGB)

  /// nil unless ReturnItemCollectionMetrics is SIZE and the table has local indexes. As AWS documents it, the estimate
  /// is of all items of the table and all that its local indexes show of them.
  static func of(
    _ item: Item, _ table: Table, _ asked: String?, _ store: DynamoDBStore
  ) -> Values<ItemCollectionMetrics>? {
    guard asked == "SIZE", table.hasLocalIndexes, let value = item[table.key.partition.name] else { return nil }
    var bytes = store.rows.contents(ofSpace: table.id).bytes
    for index in table.indexes where index.isLocal { bytes += store.rows.contents(ofSpace: index.id).bytes }
    var key = Item()
    key.append(table.key.partition.name, value)
    let gigabytes = Double(bytes >> 30)
    return .with {
      $0[itemCollectionKey] = key
      $0[sizeEstimateRangeGB] = [gigabytes, gigabytes + 1]
    }
  }
}
