/// An item, or a map of attributes, as it is kept: a row of attributes in bytes, from which single ones are read
/// without decoding the rest.
///
///     item       attribute*
///     attribute  length name value            name in UTF-8
///     value      tag body                     tag: AttributeType's raw value
///     body       length bytes                 S (UTF-8), N (canonical text), B
///                nothing                      NULL, BOOL (its tag tells which)
///                size (length bytes)*         SS, NS, BS
///                size value*                  L
///                size attribute*              M
///
/// `length` is a varint (7 bits a byte, low first), `size` four bytes, low first, of what follows.
/// The bytes are written by this module alone: a break in them is a bug, and indexing traps.
package struct Item: Sendable {
  package var bytes: [UInt8]

  package init() { bytes = [] }

  /// `bytes` come from `bytes` of another item, by way of the store.
  package init(bytes: [UInt8]) { self.bytes = bytes }

  package init(_ attributes: AttributeMap) {
    bytes = []
    for entry in attributes.entries { append(entry.name, entry.value) }
  }

  package var isEmpty: Bool { bytes.isEmpty }

  /// The caller knows that the name is not there yet.
  package mutating func append(_ name: [UInt8], _ value: AttributeValue) {
    ItemCoding.append(length: name.count, to: &bytes)
    bytes.append(contentsOf: name)
    ItemCoding.append(value, to: &bytes)
  }

  /// The attribute's value, or nil. Only this value is decoded.
  package subscript(name: [UInt8]) -> AttributeValue? {
    guard let place = place(of: name) else { return nil }
    return value(at: place)
  }

  package func contains(_ name: [UInt8]) -> Bool { place(of: name) != nil }

  /// All attributes, decoded.
  package var attributes: AttributeMap {
    var map = AttributeMap()
    forEachAttribute { name, place in map[Array(bytes[name])] = value(at: place) }
    return map
  }

  /// Calls with the place of the name and the place of the value, in order.
  package func forEachAttribute(_ body: (_ name: Range<Int>, _ value: Int) -> Void) {
    var offset = 0
    while offset < bytes.count {
      let length = ItemCoding.readLength(bytes, &offset)
      let name = offset..<(offset + length)
      offset += length
      body(name, offset)
      offset = ItemCoding.end(of: offset, in: bytes)
    }
  }

  package var attributeCount: Int {
    var count = 0
    forEachAttribute { _, _ in count += 1 }
    return count
  }

  package func value(at place: Int) -> AttributeValue {
    var offset = place
    return ItemCoding.read(bytes, &offset)
  }

  package func type(at place: Int) -> AttributeType {
    ItemCoding.type(bytes[place])
  }

  /// Where the attribute's value begins.
  package func place(of name: [UInt8]) -> Int? {
    ItemCoding.place(of: name, in: bytes, from: 0, to: bytes.count)
  }

  /// The bytes of an S, N or B at `place`.
  package func scalar(at place: Int) -> ArraySlice<UInt8> {
    var offset = place + 1
    let length = ItemCoding.readLength(bytes, &offset)
    return bytes[offset..<(offset + length)]
  }

  /// Copies one attribute's bytes into another item.
  package func copy(_ name: Range<Int>, _ value: Int, to other: inout Item) {
    ItemCoding.append(length: name.count, to: &other.bytes)
    other.bytes.append(contentsOf: bytes[name])
    other.bytes.append(contentsOf: bytes[value..<ItemCoding.end(of: value, in: bytes)])
  }
}

extension Item: Equatable {
  package static func == (left: Item, right: Item) -> Bool {
    left.bytes == right.bytes || left.attributes == right.attributes
  }
}
