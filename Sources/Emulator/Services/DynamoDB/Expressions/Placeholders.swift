/// ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its expressions used.
package struct Placeholders {
  private var names: Entries<[UInt8]>
  private var values: Entries<AttributeValue>

  package init() {
    names = Entries([])
    values = Entries([])
  }

  /// `names`: `#n` and the attribute's name; `values`: `:v` and the value.
  package init(names: [(placeholder: [UInt8], name: [UInt8])], values: AttributeMap) {
    self.names = Entries(names)
    self.values = Entries(values.entries)
  }

  mutating func name(_ placeholder: [UInt8]) throws(ExpressionFault) -> [UInt8] {
    guard let name = names.use(placeholder) else { throw .undefinedName(placeholder) }
    return name
  }

  mutating func value(_ placeholder: [UInt8]) throws(ExpressionFault) -> AttributeValue {
    guard let value = values.use(placeholder) else { throw .undefinedValue(placeholder) }
    return value
  }

  /// The message of a request that gives placeholders and does not use them all; names are looked at first.
  package var unusedMessage: String? {
    if let unused = names.unused {
      return "Value provided in ExpressionAttributeNames unused in expressions: keys: {\(Placeholders.list(unused))}"
    }
    if let unused = values.unused {
      return "Value provided in ExpressionAttributeValues unused in expressions: keys: {\(Placeholders.list(unused))}"
    }
    return nil
  }

  /// One of the two maps, in its order. Few placeholders are compared one by one, many are looked up.
  private struct Entries<Value> {
    private let all: [(placeholder: [UInt8], value: Value)]
    private var isUsed: [Bool]
    private var places: [[UInt8]: Int] = [:]

    init(_ all: [([UInt8], Value)]) {
      self.all = all
      isUsed = Array(repeating: false, count: all.count)
      if all.count > 16 { for (place, entry) in all.enumerated() { places[entry.0] = place } }
    }

    mutating func use(_ placeholder: [UInt8]) -> Value? {
      let place = places.isEmpty ? all.firstIndex { $0.placeholder == placeholder } : places[placeholder]
      guard let place else { return nil }
      isUsed[place] = true
      return all[place].value
    }

    /// nil when every one is used.
    var unused: [[UInt8]]? {
      if isUsed.allSatisfy({ $0 }) { return nil }
      return all.indices.filter { !isUsed[$0] }.map { all[$0].placeholder }
    }
  }

  private static func list(_ placeholders: [[UInt8]]) -> String {
    placeholders.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")
  }

  /// Whether a key of the two maps has the form of a placeholder: the sign, then letters, digits and `_`.
  package static func isWellFormed(_ placeholder: [UInt8], sign: UInt8) -> Bool {
    guard placeholder.count > 1, placeholder[0] == sign else { return false }
    return placeholder.dropFirst().allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}
