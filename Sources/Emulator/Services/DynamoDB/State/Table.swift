import Protocols

/// An attribute of a key: its name and its type, S, N or B.
package struct KeyAttribute: Sendable, Equatable {
  package let name: [UInt8]
  package let type: AttributeType

  package init(_ name: String, _ type: AttributeType) {
    self.name = Array(name.utf8)
    self.type = type
  }

  var text: String { String(decoding: name, as: UTF8.self) }
}

package struct TableKey: Sendable, Equatable {
  package let partition: KeyAttribute
  package let sort: KeyAttribute?
  package let attributes: [KeyAttribute]

  package init(_ partition: KeyAttribute, _ sort: KeyAttribute?) {
    self.partition = partition
    self.sort = sort
    attributes = [partition] + (sort.map { [$0] } ?? [])
  }
}

/// A table as it stands: never changed, but replaced by another of the same `id` when UpdateTable and its kin change
/// the definition (`DynamoDBStore.replace`). What changes with every write (number and bytes of its items) stands in
/// the store alone.
package final class Table: Sendable {
  /// The number of its key space, see `ItemKey`. Never used again for another table.
  package let id: Int
  package let account: String
  package let region: String
  package let name: String
  /// TableId.
  package let uuid: String
  /// Milliseconds since 1970.
  package let created: Int
  /// Everything that was asked of the table, as it is stored.
  let definition: Values<TableDefinition>
  /// Local ones first, then global ones in the order in which they were made.
  let indexes: [SecondaryIndex]

  // MARK: What the definition says, ready for use

  package let key: TableKey
  /// nil when the table is paid by request.
  package let throughput: Throughput?
  /// When DeleteTable came, while the table is not gone yet.
  let deleted: Timestamp?
  /// Whether its changes are to be told to `DynamoDBStore.follower`.
  let isFollowed: Bool
  /// The regions of the table's other replicas; empty: it is no global table.
  let replicas: [String]
  /// A new replica that a worker still fills: it has no data yet.
  let isFillingReplica: Bool

  package struct Throughput: Sendable, Equatable {
    package var read: Int
    package var write: Int

    package init(read: Int, write: Int) {
      self.read = read
      self.write = write
    }
  }

  init(
    id: Int, account: String, region: String, name: String, uuid: String, created: Int,
    definition: Values<TableDefinition>, indexes: [SecondaryIndex]
  ) {
    self.id = id
    self.account = account
    self.region = region
    self.name = name
    self.uuid = uuid
    self.created = created
    self.definition = definition
    self.indexes = indexes
    let attributes = TableDefinition.keyAttributes(definition[TableDefinition.keySchema], of: definition)
    key = TableKey(attributes[0], attributes.count > 1 ? attributes[1] : nil)
    throughput = definition[TableDefinition.provisionedThroughput].map {
      Throughput(
        read: $0[ProvisionedThroughput.readCapacityUnits], write: $0[ProvisionedThroughput.writeCapacityUnits])
    }
    deleted = definition[TableDefinition.deleted]
    isFollowed = definition[TableDefinition.isFollowed] ?? false
    replicas = definition[TableDefinition.replicas] ?? []
    isFillingReplica =
      definition.has(TableDefinition.replicaFilledTo) || definition.has(TableDefinition.replicaActiveAfter)
  }

  /// The same table with another definition or other indexes.
  func with(definition: Values<TableDefinition>? = nil, indexes: [SecondaryIndex]? = nil) -> Table {
    Table(
      id: id, account: account, region: region, name: name, uuid: uuid, created: created,
      definition: definition ?? self.definition, indexes: indexes ?? self.indexes)
  }

  package var arn: String { "arn:aws:dynamodb:\(region):\(account):table/\(name)" }

  func index(_ name: String) -> SecondaryIndex? { indexes.first { $0.name == name } }
  var hasLocalIndexes: Bool { indexes.contains { $0.isLocal } }
}
