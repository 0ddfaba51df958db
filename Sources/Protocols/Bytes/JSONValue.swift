/// JSON as a tree, for what is small and cold (configuration, policies, messages of other programs). Numbers keep the text
/// they were written with; objects keep the order of their members.
package indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// What to do with a key that an object has twice.
  package enum DuplicateKeys: Sendable {
    /// Refuse the text.
    case refused
    /// The last one counts, in the place of the first.
    case lastWins
  }

  /// Parses one JSON text and nothing behind it.
  package static func parse(
    _ bytes: UnsafeRawBufferPointer, duplicateKeys: DuplicateKeys = .lastWins,
    maximumDepth: Int = JSONReader.depthLimit
  ) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes, maximumDepth: maximumDepth)
    let value = try JSONValue(from: &reader, duplicateKeys: duplicateKeys)
    try reader.end()
    return value
  }

  package static func parse(
    _ bytes: [UInt8], duplicateKeys: DuplicateKeys = .lastWins
  ) throws(JSONError) -> JSONValue {
    try bytes.withBytes { (raw: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue in
      try parse(raw, duplicateKeys: duplicateKeys)
    }
  }

  package static func parse(_ text: String) throws(JSONError) -> JSONValue { try parse(Array(text.utf8)) }

  /// Takes the reader's next value.
  package init(from reader: inout JSONReader, duplicateKeys: DuplicateKeys = .lastWins) throws(JSONError) {
    switch try reader.peek() {
    case .null:
      _ = try reader.takeNull()
      self = .null
    case .bool: self = .bool(try reader.bool())
    case .number: self = .number(try reader.number().string)
    case .string: self = .string(try reader.string())
    case .array:
      var elements: [JSONValue] = []
      try reader.beginArray()
      while try reader.nextElement() { elements.append(try JSONValue(from: &reader, duplicateKeys: duplicateKeys)) }
      self = .array(elements)
    case .object:
      var object = JSONObject()
      var places: [String: Int] = [:]
      try reader.beginObject()
      while let key = try reader.nextKey()?.string {
        let at = reader.offset
        let value = try JSONValue(from: &reader, duplicateKeys: duplicateKeys)
        if let place = places[key] {
          if duplicateKeys == .refused { throw JSONError(.duplicateKey, at: at) }
          object.members[place].value = value
        } else {
          places[key] = object.members.count
          object.members.append(JSONObject.Member(key: key, value: value))
        }
      }
      self = .object(object)
    }
  }

  package func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .bool(let value): writer.bool(value)
    case .number(let text): writer.raw(text)
    case .string(let value): writer.string(value)
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .object(let object):
      writer.beginObject()
      for member in object.members {
        writer.key(member.key)
        member.value.write(to: &writer)
      }
      writer.endObject()
    }
  }

  /// The JSON text, without white space.
  package var bytes: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  // MARK: Looking in

  package subscript(_ key: String) -> JSONValue? {
    if case .object(let object) = self { object[key] } else { nil }
  }

  package var string: String? { if case .string(let value) = self { value } else { nil } }
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
  package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
  package var int: Int? { if case .number(let text) = self { DecimalText.int64(text).map(Int.init) } else { nil } }
  package var double: Double? { if case .number(let text) = self { DecimalText.double(text) } else { nil } }
  package var isNull: Bool { self == .null }
}

/// The members of a JSON object, in order.
package struct JSONObject: Sendable, Hashable {
  package struct Member: Sendable, Hashable {
    package var key: String
    package var value: JSONValue

    package init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  package var members: [Member]

  package init(_ members: [Member] = []) { self.members = members }

  /// The member of that key; setting nil removes it, setting a new key appends it.
  package subscript(_ key: String) -> JSONValue? {
    get { members.first { $0.key == key }?.value }
    set {
      let place = members.firstIndex { $0.key == key }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .number(String(value)) }
  package init(floatLiteral value: Double) { self = .number(value.description) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }
  package init(nilLiteral: ()) { self = .null }
}
