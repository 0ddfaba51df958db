/// The keys from `lower` up to, and without, `upper`, as store and pages walk them.
package struct KeyRange: Sendable, Equatable {
  package var lower: [UInt8]
  package var upper: [UInt8]

  /// Of a partition, narrowed by a condition on the sort key.
  package init(partition prefix: [UInt8], _ condition: KeyCondition?) {
    // A space's number never ends in 0xFF four times, so there is always a key behind a prefix.
    lower = prefix
    upper = ItemKey.end(of: prefix) ?? prefix
    guard let condition else { return }
    var first = prefix
    KeyEncoding.append(condition.values[0], to: &first)
    switch condition.comparison {
    case .equal:
      lower = first
      upper = ItemKey.after(first)
    case .less: upper = first
    case .lessOrEqual: upper = ItemKey.after(first)
    case .greater: lower = ItemKey.after(first)
    case .greaterOrEqual: lower = first
    case .between:
      var last = prefix
      KeyEncoding.append(condition.values[1], to: &last)
      lower = first
      upper = ItemKey.after(last)
    case .beginsWith:
      lower = first
      upper = ItemKey.end(of: first) ?? upper
    }
  }

  /// Of an index's partition, narrowed by conditions on its first sort attributes; only the last of them is other than
  /// an equality.
  init(partition prefix: [UInt8], of conditions: [KeyCondition]) {
    var lower = prefix
    for condition in conditions.dropLast() { KeyEncoding.appendDelimited(condition.values[0], to: &lower) }
    var upper = ItemKey.end(of: lower) ?? lower
    if let last = conditions.last {
      func key(_ value: AttributeValue) -> [UInt8] {
        var key = lower
        KeyEncoding.appendDelimited(value, to: &key)
        return key
      }
      func after(_ value: AttributeValue) -> [UInt8] { ItemKey.end(of: key(value)) ?? upper }
      let value = last.values[0]
      switch last.comparison {
      case .equal: (lower, upper) = (key(value), after(value))
      case .less: upper = key(value)
      case .lessOrEqual: upper = after(value)
      case .greater: lower = after(value)
      case .greaterOrEqual: lower = key(value)
      case .between: (lower, upper) = (key(value), after(last.values[1]))
      case .beginsWith:
        switch value {
        case .string(let content), .binary(let content):
          KeyEncoding.appendEscaped(content, to: &lower)
          upper = ItemKey.end(of: lower) ?? upper
        default: (lower, upper) = (key(value), after(value))
        }
      }
    }
    self.lower = lower
    self.upper = upper
  }

  /// One of `total` parts of a table or an index, which together are all of it.
  package init(space id: Int, segment: Int = 0, of total: Int = 1) {
    lower = ItemKey.prefix(ofSpace: id)
    upper = ItemKey.end(of: lower) ?? lower
    let table = lower
    if segment > 0 { ItemKey.append(KeyRange.start(segment, total), to: &lower) }
    if segment + 1 < total {
      upper = table
      ItemKey.append(KeyRange.start(segment + 1, total), to: &upper)
    }
  }

  private static func start(_ segment: Int, _ total: Int) -> UInt64 {
    UInt64(truncatingIfNeeded: (UInt128(segment) << 64) / UInt128(total))
  }

  package func contains(_ key: [UInt8]) -> Bool {
    !key.lexicographicallyPrecedes(lower) && key.lexicographicallyPrecedes(upper)
  }
}
