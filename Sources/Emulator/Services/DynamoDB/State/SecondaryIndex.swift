import Protocols

/// A local or global secondary index as it stands; replaced with its table when it changes.
final class SecondaryIndex: Sendable {
  enum Projection: Sendable, Equatable {
    case all
    case keysOnly
    case include([[UInt8]])
  }

  /// The number of its key space, from the same sequence as tables' (see `ItemKey`).
  let id: Int
  let name: String
  let isLocal: Bool
  /// Up to four attributes each for a global index; one, and one, for a local one.
  let partition: [KeyAttribute]
  let sort: [KeyAttribute]
  let projection: Projection
  let throughput: Table.Throughput?
  let definition: Values<IndexDefinition>
  /// The attributes of an entry; nil: all of the item's.
  let shown: [[UInt8]]?
  /// The key of the table up to which the index is filled, while a worker still fills it; nil: it is complete.
  let filledTo: [UInt8]?

  init(
    id: Int, definition: Values<IndexDefinition>, filledTo: [UInt8]?, of table: Values<TableDefinition>
  ) {
    self.id = id
    self.definition = definition
    self.filledTo = filledTo
    name = definition[IndexDefinition.indexName]
    isLocal = definition[IndexDefinition.isLocal]
    let schema = definition[IndexDefinition.keySchema]
    partition = TableDefinition.keyAttributes(schema.filter { $0[KeySchemaElement.keyType] == "HASH" }, of: table)
    sort = TableDefinition.keyAttributes(schema.filter { $0[KeySchemaElement.keyType] == "RANGE" }, of: table)
    let projected = definition[IndexDefinition.projection]
    switch projected[Projected.projectionType] {
    case "KEYS_ONLY": projection = .keysOnly
    case "INCLUDE": projection = .include((projected[Projected.nonKeyAttributes] ?? []).map { Array($0.utf8) })
    default: projection = .all
    }
    let keys = TableDefinition.keyAttributes(table[TableDefinition.keySchema], of: table).map(\.name)
    let own = (partition + sort).map(\.name).filter { !keys.contains($0) }
    switch projection {
    case .all: shown = nil
    case .keysOnly: shown = keys + own
    case .include(let names): shown = keys + own + names
    }
    throughput = definition[IndexDefinition.provisionedThroughput].map {
      Table.Throughput(
        read: $0[ProvisionedThroughput.readCapacityUnits], write: $0[ProvisionedThroughput.writeCapacityUnits])
    }
  }

  var attributes: [KeyAttribute] { partition + sort }
  var isFilling: Bool { filledTo != nil }
}
