/// A structure's members, typed: `input[Input.streamName]`.
@frozen @usableFromInline
package struct Values<S: StructureShape>: Sendable {
  @usableFromInline package var structure: Structure

  @inlinable package init() { structure = Structure(S.shape) }

  /// `structure` must be of `S.shape`.
  @inlinable package init(_ structure: Structure) { self.structure = structure }

  @inlinable package subscript<T: ShapeValue>(_ member: OptionalMember<S, T>) -> T? {
    get { T.unwrap(structure.slots[member.index]) }
    set { structure.slots[member.index] = newValue.map { $0.wrap() } ?? .absent }
  }

  /// Traps when the member was never set: the gateway validates input before an operation sees it.
  @inlinable package subscript<T: ShapeValue>(_ member: RequiredMember<S, T>) -> T {
    get {
      guard let value = T.unwrap(structure.slots[member.index]) else {
        preconditionFailure("\(S.shape.name).\(member.name) is required and was not set")
      }
      return value
    }
    set { structure.slots[member.index] = newValue.wrap() }
  }

  /// Whether the member was sent.
  package func has(_ member: AnyMember) -> Bool { !structure.slots[member.index].isAbsent }

  /// Sets members in place and returns the result, for building an output in one expression.
  @inlinable package static func with(_ fill: (inout Values<S>) -> Void) -> Values<S> {
    var values = Values<S>()
    fill(&values)
    return values
  }
}

/// A Swift type that can be a member's type.
@usableFromInline
package protocol ShapeValue: Sendable {
  /// The shape a member of this type points at, with the constraints among `traits`.
  static func target(_ traits: [Trait]) -> Target
  static func unwrap(_ value: Value) -> Self?
  func wrap() -> Value
}

extension Constraints {
  init(_ traits: [Trait]) {
    self.init()
    for trait in traits {
      switch trait {
      case .length(let bounds): length = bounds
      case .atLeast(let least):
        length = least...Int.max
        range = Int64(least)...Int64.max
      case .range(let bounds): range = bounds
      case .pattern(let source): pattern = Pattern(source)
      case .values(let all): values = all
      default: break
      }
    }
  }
}

extension Target {
  /// A shape without members and the constraints among `traits`.
  fileprivate static func simple(_ kind: Shape.Kind, _ traits: [Trait]) -> Target {
    let shape = Shape("", kind, constraints: Constraints(traits), isSparse: traits.containsSparse)
    var xmlName: String?
    var format: TimestampFormat?
    for trait in traits {
      if case .xmlName(let name) = trait { xmlName = name }
      if case .timestamp(let way) = trait { format = way }
    }
    return Target(shape, xmlName: xmlName, timestampFormat: format)
  }
}

extension [Trait] {
  fileprivate var containsSparse: Bool {
    for trait in self { if case .sparse = trait { return true } }
    return false
  }
  fileprivate var each: [Trait] {
    for trait in self { if case .each(let inner) = trait { return inner } }
    return []
  }
  fileprivate var keys: [Trait] {
    for trait in self { if case .keys(let inner) = trait { return inner } }
    return []
  }
  fileprivate var mapped: [Trait] {
    for trait in self { if case .mapped(let inner) = trait { return inner } }
    return []
  }
}

extension String: ShapeValue {
  @usableFromInline package static func target(_ traits: [Trait]) -> Target { .simple(.string, traits) }
  @inlinable package static func unwrap(_ value: Value) -> String? {
    if case .string(let string) = value { return string }
    return nil
  }
  @inlinable package func wrap() -> Value { .string(self) }
}

extension Bool: ShapeValue {
  @usableFromInline package static func target(_ traits: [Trait]) -> Target { .simple(.boolean, traits) }
  @inlinable package static func unwrap(_ value: Value) -> Bool? {
    if case .boolean(let flag) = value { return flag }
    return nil
  }
  @inlinable package func wrap() -> Value { .boolean(self) }
}

/// AWS's `long`.
extension Int: ShapeValue {
  @usableFromInline package static func target(_ traits: [Trait]) -> Target { .simple(.long, traits) }
  @inlinable package static func unwrap(_ value: Value) -> Int? {
    if case .integer(let number) = value { return Int(number) }
    return nil
  }
  @inlinable package func wrap() -> Value { .integer(Int64(self)) }
}

/// AWS's `integer`.
extension Int32: ShapeValue {
  @usableFromInline package static func target(_ traits: [Trait]) -> Target { .simple(.integer, traits) }
  @inlinable package static func unwrap(_ value: Value) -> Int32? {
    if case .integer(let number) = value { return Int32(truncatingIfNeeded: number) }
    return nil
  }
  @inlinable package func wrap() -> Value { .integer(Int64(self)) }
}

extension Double: ShapeValue {
  @usableFromInline package static func target(_ traits: [Trait]) -> Target { .simple(.double, traits) }
  @inlinable package static func unwrap(_ value: Value) -> Double? {
    if case .double(let number) = value { return number }
    return nil
  }
  @inlinable package func wrap() -> Value { .double(self) }
}

extension Blob: ShapeValue {
  @usableFromInline package static func target(_ traits: [Trait]) -> Target { .simple(.blob, traits) }
  @inlinable package static func unwrap(_ value: Value) -> Blob? {
    if case .blob(let blob) = value { return blob }
    return nil
  }
  @inlinable package func wrap() -> Value { .blob(self) }
}

extension Timestamp: ShapeValue {
  @usableFromInline package static func target(_ traits: [Trait]) -> Target { .simple(.timestamp, traits) }
  @inlinable package static func unwrap(_ value: Value) -> Timestamp? {
    if case .timestamp(let timestamp) = value { return timestamp }
    return nil
  }
  @inlinable package func wrap() -> Value { .timestamp(self) }
}

extension Array: ShapeValue where Element: ShapeValue {
  @usableFromInline package static func target(_ traits: [Trait]) -> Target {
    .simple(.list(Element.target(traits.each)), traits)
  }
  @inlinable package static func unwrap(_ value: Value) -> [Element]? {
    guard case .list(let values) = value else { return nil }
    return values.compactMap(Element.unwrap)
  }
  @inlinable package func wrap() -> Value { .list(map { $0.wrap() }) }
}

extension Dictionary: ShapeValue where Key == String, Value: ShapeValue {
  @usableFromInline package static func target(_ traits: [Trait]) -> Target {
    .simple(.map(key: String.target(traits.keys), value: Value.target(traits.mapped)), traits)
  }
  @inlinable package static func unwrap(_ value: Protocols.Value) -> [String: Value]? {
    guard case .map(let entries) = value else { return nil }
    var all: [String: Value] = [:]
    all.reserveCapacity(entries.count)
    for entry in entries { if let inner = Value.unwrap(entry.value) { all[entry.key] = inner } }
    return all
  }
  /// In byte order of the keys, so that answers do not depend on the hash's seed.
  @inlinable package func wrap() -> Protocols.Value {
    .map(
      sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
        MapEntry(key: $0.key, value: $0.value.wrap())
      })
  }
}

extension Values: ShapeValue {
  @usableFromInline package static func target(_ traits: [Trait]) -> Target {
    var xmlName: String?
    for trait in traits { if case .xmlName(let name) = trait { xmlName = name } }
    return Target(S.shape, xmlName: xmlName)
  }
  @inlinable package static func unwrap(_ value: Value) -> Values<S>? {
    if case .structure(let structure) = value { return Values(structure) }
    return nil
  }
  @inlinable package func wrap() -> Value { .structure(structure) }
}

/// Any JSON, as AWS's `document` type and the values that are JSON inside JSON.
package final class Document: CustomValue {
  package let json: JSONValue
  package init(_ json: JSONValue) { self.json = json }
}
