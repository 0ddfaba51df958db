/// ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its expressions used.
package struct Placeholders {
  private let names: [[UInt8]: [UInt8]]
  private let values: [[UInt8]: AttributeValue]
  private let nameOrder: [[UInt8]]
  private let valueOrder: [[UInt8]]
  private var usedNames: Set<[UInt8]> = []
  private var usedValues: Set<[UInt8]> = []

  package init() {
    self.init(names: [], values: AttributeMap())
  }

  /// `names`: `#n` and the attribute's name; `values`: `:v` and the value.
  package init(names: [(placeholder: [UInt8], name: [UInt8])], values: AttributeMap) {
    var nameTable: [[UInt8]: [UInt8]] = [:]
    for entry in names { nameTable[entry.placeholder] = entry.name }
    self.names = nameTable
    nameOrder = names.map(\.placeholder)
    var valueTable: [[UInt8]: AttributeValue] = [:]
    for entry in values.entries { valueTable[entry.name] = entry.value }
    self.values = valueTable
    valueOrder = values.entries.map(\.name)
  }

  mutating func name(_ placeholder: [UInt8]) throws(ExpressionFault) -> [UInt8] {
    guard let name = names[placeholder] else { throw .undefinedName(placeholder) }
    usedNames.insert(placeholder)
    return name
  }

  mutating func value(_ placeholder: [UInt8]) throws(ExpressionFault) -> AttributeValue {
    guard let value = values[placeholder] else { throw .undefinedValue(placeholder) }
    usedValues.insert(placeholder)
    return value
  }

  /// The message of a request that gives placeholders and does not use them all; names are looked at first.
  package var unusedMessage: String? {
    let names = nameOrder.filter { !usedNames.contains($0) }
    if !names.isEmpty {
      return "Value provided in ExpressionAttributeNames unused in expressions: keys: {\(Placeholders.list(names))}"
    }
    let values = valueOrder.filter { !usedValues.contains($0) }
    if !values.isEmpty {
      return "Value provided in ExpressionAttributeValues unused in expressions: keys: {\(Placeholders.list(values))}"
    }
    return nil
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
