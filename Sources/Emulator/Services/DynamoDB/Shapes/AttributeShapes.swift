package import Protocols

/// A map of attributes as a request gave it (Item, Key, ExpressionAttributeValues …), read straight into the item's own
/// bytes. What is wrong with its values is kept for the operation to tell in its turn: DynamoDB checks values after the
/// shapes.
package struct ReceivedItem: ShapeValue {
  package let item: Item
  package let fault: AttributeFault?

  package init(_ item: Item, _ fault: AttributeFault? = nil) {
    self.item = item
    self.fault = fault
  }

  package static func target(_ traits: [Trait]) -> Target { Target(AttributeMapShape.shape) }
  package static func unwrap(_ value: Value) -> ReceivedItem? {
    if case .custom(let custom) = value { return (custom as? ItemBox)?.received }
    return nil
  }
  package func wrap() -> Value { .custom(ItemBox(self)) }
}

extension Item: ShapeValue {
  package static func target(_ traits: [Trait]) -> Target { Target(AttributeMapShape.shape) }
  package static func unwrap(_ value: Value) -> Item? { ReceivedItem.unwrap(value)?.item }
  package func wrap() -> Value { .custom(ItemBox(ReceivedItem(self))) }
}

/// One value as a request gave it (Expected, AttributeUpdates, AttributeValueList).
package struct ReceivedValue: ShapeValue {
  package let value: AttributeValue
  package let fault: AttributeFault?

  package init(_ value: AttributeValue, _ fault: AttributeFault? = nil) {
    self.value = value
    self.fault = fault
  }

  package static func target(_ traits: [Trait]) -> Target { Target(AttributeValueShape.shape) }
  package static func unwrap(_ value: Value) -> ReceivedValue? {
    if case .custom(let custom) = value { return (custom as? ValueBox)?.received }
    return nil
  }
  package func wrap() -> Value { .custom(ValueBox(self)) }
}

private final class ItemBox: CustomValue {
  let received: ReceivedItem
  init(_ received: ReceivedItem) { self.received = received }
}

private final class ValueBox: CustomValue {
  let received: ReceivedValue
  init(_ received: ReceivedValue) { self.received = received }
}

/// A value that DynamoDB refuses; `message` is the ValidationException's.
package struct AttributeFault: Sendable, Equatable {
  /// The attribute, or placeholder, at the top of which the value stands.
  package let name: [UInt8]
  package let message: String
}

struct AttributeMapShape: CustomShape {
  static let shape = Shape("AttributeMap", .custom(AttributeMapShape()))

  var name: String { "AttributeMap" }

  func decode(_ reader: inout JSONReader) throws(AWSError) -> Value {
    var decoder = AttributeDecoder()
    try decoder.item(&reader)
    return .custom(ItemBox(ReceivedItem(Item(bytes: decoder.bytes), decoder.fault)))
  }

  func encode(_ value: Value, to writer: inout JSONWriter) {
    guard let received = ReceivedItem.unwrap(value) else { preconditionFailure("not a map of attributes") }
    AttributeEncoder.write(received.item, to: &writer)
  }
}

struct AttributeValueShape: CustomShape {
  static let shape = Shape("AttributeValue", .custom(AttributeValueShape()))

  var name: String { "AttributeValue" }

  func decode(_ reader: inout JSONReader) throws(AWSError) -> Value {
    var decoder = AttributeDecoder()
    try decoder.value(&reader, level: 1)
    var offset = 0
    let value = ItemCoding.read(decoder.bytes, &offset)
    return .custom(ValueBox(ReceivedValue(value, decoder.fault)))
  }

  func encode(_ value: Value, to writer: inout JSONWriter) {
    guard let received = ReceivedValue.unwrap(value) else { preconditionFailure("not an attribute's value") }
    var bytes: [UInt8] = []
    ItemCoding.append(received.value, to: &bytes)
    AttributeEncoder.write(value: bytes, to: &writer)
  }
}
