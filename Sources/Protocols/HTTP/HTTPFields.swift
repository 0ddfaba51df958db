/// The header or trailer fields of one HTTP message, in the order they were sent.
///
/// Names compare without regard to ASCII case (RFC 9110 §5.1); values are bytes as they came, without the
/// optional white space around them. A message has few fields, so a scan is faster than a table. What came off the wire
/// stays bytes (`ReceivedFields`) until somebody asks for it as text.
package struct HTTPFields: Sendable {
  package struct Field: Sendable {
    package var name: String
    package var value: String
    @inlinable package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Fields as they came; they stand in front of those that were added.
  private let received: ReceivedFields?
  private var added: [Field]

  package init(_ all: [Field] = []) {
    received = nil
    added = all
  }

  /// Empty, with room for so many: an answer's fields come from several hands.
  package init(reserving count: Int) {
    received = nil
    added = []
    added.reserveCapacity(count)
  }

  package init(received: ReceivedFields) {
    self.received = received
    added = []
  }

  /// All of them as text. Setting replaces all.
  package var all: [Field] {
    get { received.map { $0.all + added } ?? added }
    set { self = HTTPFields(newValue) }
  }

  package var isEmpty: Bool { added.isEmpty && (received?.count ?? 0) == 0 }

  /// The value of the first field of that name, or nil. Setting replaces every field of that name.
  package subscript(_ name: String) -> String? {
    get {
      if let received, let value = received.value(named: name) { return value }
      for field in added where HTTPFields.sameName(field.name, name) { return field.value }
      return nil
    }
    set {
      // The common case, an answer being put together: nothing of that name is there.
      if let newValue, received == nil, !added.contains(where: { HTTPFields.sameName($0.name, name) }) {
        added.append(Field(name: name, value: newValue))
        return
      }
      var fields = all
      fields.removeAll { HTTPFields.sameName($0.name, name) }
      if let newValue { fields.append(Field(name: name, value: newValue)) }
      self = HTTPFields(fields)
    }
  }

  /// As the subscript by the name, without a comparison of names for what came off the wire.
  package subscript(_ known: KnownField) -> String? {
    withValue(of: known) { $0.map { String(decoding: $0, as: UTF8.self) } }
  }

  /// Whether there is a field of that name.
  package func has(_ known: KnownField) -> Bool { withValue(of: known) { $0 != nil } }

  /// Calls `body` with the bytes of the first field of that name, or nil.
  package func withValue<Result>(of known: KnownField, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
    if let received {
      if let value = received.value(of: known) { return withExtendedLifetime(received) { body(value) } }
      if added.isEmpty { return body(nil) }
    }
    for field in added where HTTPFields.sameName(field.name, known.name) {
      var value = field.value
      return value.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
    return body(nil)
  }

  /// Every value of that name, in order.
  package func values(_ name: String) -> [String] {
    all.filter { HTTPFields.sameName($0.name, name) }.map(\.value)
  }

  /// Adds a field and keeps those of the same name.
  package mutating func add(_ name: String, _ value: String) { added.append(Field(name: name, value: value)) }

  /// Whether the two names are the same, ASCII case aside.
  package static func sameName(_ a: String, _ b: String) -> Bool {
    guard a.utf8.count == b.utf8.count else { return false }
    var a = a
    var b = b
    return a.withUTF8 { x in
      b.withUTF8 { y in ReceivedFields.sameName(UnsafeRawBufferPointer(x), UnsafeRawBufferPointer(y)) }
    }
  }
}
