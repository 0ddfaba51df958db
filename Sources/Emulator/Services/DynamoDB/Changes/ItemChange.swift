import Protocols

/// A change as streams and Kinesis destinations tell it.
extension ItemChange {
  /// `eventName` of a record; the raw values are stored.
  enum Kind: Int {
    case insert = 0
    case modify = 1
    case remove = 2

    var name: String {
      switch self {
      case .insert: "INSERT"
      case .modify: "MODIFY"
      case .remove: "REMOVE"
      }
    }
  }

  var kind: Kind {
    if old == nil { return .insert }
    return new == nil ? .remove : .modify
  }

  var isByTimeToLive: Bool { origin == .timeToLive }

  /// Milliseconds since 1970.
  var milliseconds: Int { Int(time.milliseconds) }

  /// The key's attributes as an item.
  var keys: Item { ItemChange.keys(of: table.key, in: new ?? old ?? Item()) }

  static func keys(of key: TableKey, in item: Item) -> Item {
    var keys = Item()
    for attribute in key.attributes {
      if let value = item[attribute.name] { keys.append(attribute.name, value) }
    }
    return keys
  }
}
