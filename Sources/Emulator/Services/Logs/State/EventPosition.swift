/// Where an event stands: by its time, then by its arrival. The text is 56 digits, as long as AWS's event ids and tokens.
struct EventPosition: Sendable, Comparable {
  /// Milliseconds since 1970.
  var time: Int
  /// The event's row.
  var row: Int

  static let start = EventPosition(time: 0, row: 0)

  static func < (a: EventPosition, b: EventPosition) -> Bool { (a.time, a.row) < (b.time, b.row) }

  /// The first digit keeps leading zeros in place: ids are compared as numbers by some readers.
  var digits: String { "3" + EventPosition.padded(time, 20) + EventPosition.padded(row, 35) }

  init(time: Int, row: Int) {
    self.time = time
    self.row = row
  }

  init?(digits: Substring) {
    guard digits.utf8.count == 56, digits.utf8.first == UInt8(ascii: "3"),
      digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 })
    else { return nil }
    guard let time = Int(digits.dropFirst().prefix(20)), let row = Int(digits.dropFirst(21)) else { return nil }
    self.time = time
    self.row = row
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}

/// A token of GetLogEvents, `f/<digits>/s` or `b/<digits>/s`: the way it goes and the event that was told last.
struct EventToken: Sendable {
  var isForward: Bool
  var position: EventPosition

  init(isForward: Bool, position: EventPosition) {
    self.isForward = isForward
    self.position = position
  }

  init?(_ text: String) {
    guard text.hasSuffix("/s"), text.hasPrefix("f/") || text.hasPrefix("b/"),
      let position = EventPosition(digits: text.dropFirst(2).dropLast(2))
    else { return nil }
    isForward = text.hasPrefix("f/")
    self.position = position
  }

  var text: String { "\(isForward ? "f" : "b")/\(position.digits)/s" }
}
