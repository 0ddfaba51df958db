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

  package init(_ partition: KeyAttribute, _ sort: KeyAttribute?) {
    self.partition = partition
    self.sort = sort
  }

  var attributes: [KeyAttribute] { [partition] + (sort.map { [$0] } ?? []) }
}

/// A table as it was made. What changes with every write (number and bytes of its items) stands in the store alone.
package final class Table: Sendable {
  package let id: Int
  package let account: String
  package let region: String
  package let name: String
  /// TableId.
  package let uuid: String
  /// Milliseconds since 1970.
  package let created: Int
  package let key: TableKey
  /// nil when the table is paid by request.
  package let throughput: Throughput?
  /// As it was asked for: nil is STANDARD.
  package let tableClass: String?

  package struct Throughput: Sendable, Equatable {
    package var read: Int
    package var write: Int
  }

  package init(
    id: Int, account: String, region: String, name: String, uuid: String, created: Int, key: TableKey,
    throughput: Throughput?, tableClass: String?
  ) {
    self.id = id
    self.account = account
    self.region = region
    self.name = name
    self.uuid = uuid
    self.created = created
    self.key = key
    self.throughput = throughput
    self.tableClass = tableClass
  }

  package var arn: String { "arn:aws:dynamodb:\(region):\(account):table/\(name)" }
}
