/// A table's full name.
struct TableKey: Hashable, Sendable {
  var catalog: String
  var schema: String
  var name: String
}

/// The tables that analysis has asked for so far. Analysis is synchronous: when it meets a table that is not here, it stops
/// with `missing` set, the engine fetches it and analyses again.
final class MetadataSnapshot {
  enum Entry {
    case table(TableHandle)
    case noTable, noSchema, noCatalog
  }
  private var entries: [TableKey: Entry] = [:]
  private(set) var missing: TableKey?

  func entry(_ key: TableKey) -> Entry? {
    if let entry: Entry = entries[key] { return entry }
    missing = key
    return nil
  }

  func add(_ entry: Entry, for key: TableKey) {
    entries[key] = entry
    missing = nil
  }
}
