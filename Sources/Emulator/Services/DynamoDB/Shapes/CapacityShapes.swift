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

/// Sizes of the items in each partition of a table with local secondary indexes; no such table can exist yet, so none
/// is ever returned.
enum ItemCollectionMetrics: StructureShape {
  static let itemCollectionKey = Member<Item>("ItemCollectionKey")
  static let sizeEstimateRangeGB = Member<[Double]>("SizeEstimateRangeGB")
  static let shape = structure("ItemCollectionMetrics", itemCollectionKey, sizeEstimateRangeGB)
}
