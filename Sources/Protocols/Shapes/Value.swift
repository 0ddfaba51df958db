/// A decoded value of any shape. The wire formats read and write it by the shape alone, so an operation states its
/// members once and every protocol follows; operations see it typed, through `Values`.
///
/// It is kept to 17 bytes: lists of it are what a request costs.
@frozen @usableFromInline
package enum Value: Sendable {
  /// The member was not sent.
  case absent
  /// An explicit null where the shape keeps it (an entry of a sparse list or map).
  case null
  case boolean(Bool)
  /// byte, short, integer and long.
  case integer(Int64)
  /// float and double.
  case double(Double)
  case string(String)
  case blob(Blob)
  case timestamp(Timestamp)
  case list([Value])
  /// Entries in the order they came; the last of two equal keys counts.
  case map([MapEntry])
  /// Structures, and unions (exactly one slot set).
  case structure(Structure)
  /// A shape with a representation of its own (`CustomShape`).
  case custom(any CustomValue)

  @inlinable package var isAbsent: Bool {
    if case .absent = self { return true }
    return false
  }
}

@frozen @usableFromInline
package struct MapEntry: Sendable {
  @usableFromInline package var key: String
  @usableFromInline package var value: Value
  @inlinable package init(key: String, value: Value) {
    self.key = key
    self.value = value
  }
}

/// The decoded members of a structure or union, one slot for each member of its shape, in the shape's order.
@frozen @usableFromInline
package struct Structure: Sendable {
  @usableFromInline package let shape: Shape
  @usableFromInline package var slots: [Value]

  @usableFromInline package init(_ shape: Shape) {
    self.shape = shape
    slots = shape.absent
  }

  /// By AWS's name of the member; for cold code that does not know the shape at compile time.
  package subscript(named name: String) -> Value {
    get {
      guard let member = shape.member(named: name) else { return .absent }
      return slots[member.index]
    }
    set {
      guard let member = shape.member(named: name) else { return }
      slots[member.index] = newValue
    }
  }
}

/// A value with a representation of its own: a class, so that `Value` stays small.
@usableFromInline
package protocol CustomValue: AnyObject, Sendable {}
