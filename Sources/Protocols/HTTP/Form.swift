/// `application/x-www-form-urlencoded`: the bodies of awsQuery, and query strings.
package enum Form {
  package struct Field: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The fields in order. A field without `=` has an empty value; empty pieces (`a=1&&b=2`) are passed over. Throws where an
  /// escape is broken or the decoded text is not UTF-8.
  package static func parse(_ text: UnsafeRawBufferPointer) throws(FormError) -> [Field] {
    var fields: [Field] = []
    var start = 0
    while start <= text.count {
      var end = start
      var equals = -1
      while end < text.count, text[end] != UInt8(ascii: "&") {
        if equals < 0, text[end] == UInt8(ascii: "=") { equals = end }
        end += 1
      }
      if end > start {
        let nameEnd = equals < 0 ? end : equals
        let valueStart = equals < 0 ? end : equals + 1
        let name = UnsafeRawBufferPointer(rebasing: text[start..<nameEnd])
        let value = UnsafeRawBufferPointer(rebasing: text[valueStart..<end])
        guard let name = PercentEncoding.decodeString(name, plusIsSpace: true) else { throw FormError(offset: start) }
        guard let value = PercentEncoding.decodeString(value, plusIsSpace: true) else {
          throw FormError(offset: valueStart)
        }
        fields.append(Field(name, value))
      }
      start = end + 1
    }
    return fields
  }

  package static func parse(_ text: [UInt8]) throws(FormError) -> [Field] {
    try text.withBytes { (raw: UnsafeRawBufferPointer) throws(FormError) -> [Field] in try parse(raw) }
  }

  package static func parse(_ text: String) throws(FormError) -> [Field] { try parse(Array(text.utf8)) }

  /// Appends `name=value`, with `&` before it where something stands already.
  package static func append(_ name: String, _ value: String, to text: inout [UInt8]) {
    if !text.isEmpty { text.append(UInt8(ascii: "&")) }
    PercentEncoding.append(name, to: &text)
    text.append(UInt8(ascii: "="))
    PercentEncoding.append(value, to: &text)
  }

  package static func encode(_ fields: [Field]) -> [UInt8] {
    var text: [UInt8] = []
    for field in fields { append(field.name, field.value, to: &text) }
    return text
  }
}

/// A name or value of a form is not decodable.
package struct FormError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Where the broken name or value begins, counted in bytes from 0.
  package var offset: Int

  package init(offset: Int) { self.offset = offset }

  package var description: String { "Invalid percent-encoding or UTF-8 in the form at byte " + String(offset) }
}
