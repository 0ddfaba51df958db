import Protocols

/// A backup of a table: what the table was, and the number of the key space that holds its items. Loop only.
struct Backup: Sendable {
  var id: Int
  var arn: String
  var account: String
  var region: String
  var name: String
  /// Milliseconds since 1970.
  var created: Int
  /// Whether all items are copied.
  var isAvailable: Bool
  var items: Int
  var bytes: Int
  var tableName: String
  var tableID: Int
  var tableUUID: String
  var tableCreated: Int
  /// As the store keeps them.
  var definition: Values<TableDefinition>
  var indexes: [Values<IndexDefinition>]
  var viewType: String?
  var timeToLiveAttribute: String?
  var space: Int

  var tableARN: String { "arn:aws:dynamodb:\(region):\(account):table/\(tableName)" }

  /// `…/backup/01789723711221-360a7830`; exports and imports have ARNs of the same form.
  static func arn(of table: Table, _ kind: String = "backup", at milliseconds: Int, _ random: String) -> String {
    let digits = String(milliseconds)
    let padded = String(repeating: "0", count: max(0, 14 - digits.utf8.count)) + digits
    return "\(table.arn)/\(kind)/\(padded)-\(random)"
  }
}

/// A table that is, or was, made from a backup or from another table's past. Loop only.
struct Restore: Sendable {
  /// The new table's number.
  var tableID: Int
  /// The key space that is read.
  var source: Int
  /// The journal's entry after which the source is read; nil: as it is.
  var entry: Int?
  /// Where the copying goes on; nil: it is done.
  var filledTo: [UInt8]?
  var backupARN: String?
  var sourceTableARN: String?
  /// Milliseconds since 1970.
  var time: Int
}
