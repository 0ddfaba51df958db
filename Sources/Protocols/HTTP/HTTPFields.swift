/// The header or trailer fields of one HTTP message, in the order they were sent.
///
/// Names compare without regard to ASCII case (RFC 9110 §5.1); values are bytes as they came, without the
/// optional white space around them. A message has few fields, so a scan is faster than a table.
package struct HTTPFields: Sendable {
  package struct Field: Sendable {
    package var name: String
    package var value: String
    @inlinable package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package var all: [Field]

  @inlinable package init(_ all: [Field] = []) { self.all = all }

  /// The value of the first field of that name, or nil. Setting replaces every field of that name.
  @inlinable package subscript(_ name: String) -> String? {
    get {
      for field in all where HTTPFields.sameName(field.name, name) { return field.value }
      return nil
    }
    set {
      all.removeAll { HTTPFields.sameName($0.name, name) }
      if let newValue { all.append(Field(name: name, value: newValue)) }
    }
  }

  /// Every value of that name, in order.
  package func values(_ name: String) -> [String] {
    all.filter { HTTPFields.sameName($0.name, name) }.map(\.value)
  }

  /// Adds a field and keeps those of the same name.
  @inlinable package mutating func add(_ name: String, _ value: String) { all.append(Field(name: name, value: value)) }

  /// Whether the two names are the same, ASCII case aside.
  @inlinable package static func sameName(_ a: String, _ b: String) -> Bool {
    let x = a.utf8
    let y = b.utf8
    guard x.count == y.count else { return false }
    var i = x.startIndex
    var j = y.startIndex
    while i != x.endIndex {
      var p = x[i]
      var q = y[j]
      if p &- 65 < 26 { p |= 32 }
      if q &- 65 < 26 { q |= 32 }
      if p != q { return false }
      i = x.index(after: i)
      j = y.index(after: j)
    }
    return true
  }
}
