import Synchronization

/// One shape of an AWS model: its kind, its constraints, its members. Built once, read by every wire format, by the
/// validator and by the House test that compares it with the published model.
@usableFromInline
package final class Shape: Sendable {
  package enum Kind: Sendable {
    case boolean, byte, short, integer, long, float, double
    case string, blob, timestamp
    case list(Target)
    case map(key: Target, value: Target)
    case structure, union
    /// Any JSON; carried as its text.
    case document
    case custom(any CustomShape)
  }

  /// AWS's name of the shape; empty for the plain ones, which no wire format shows.
  @usableFromInline package let name: String
  package let kind: Kind
  package let constraints: Constraints
  /// Of a structure or union, in the order in which AWS checks them; empty for the other kinds.
  package let members: [AnyMember]
  /// Whether null entries of a list or map are kept.
  package let isSparse: Bool
  package let xmlNamespace: XMLNamespace?
  /// The element's name of a structure at the root of an XML document or payload, where it is not the shape's.
  package let xmlName: String?
  /// The member that is the whole body of an HTTP message, if one is.
  package let payload: AnyMember?
  /// Whether any member travels in the body of a REST message without being the payload.
  package let hasBodyMembers: Bool
  /// Nothing to check: no constraint, and no parts that could have one.
  let isUnconstrained: Bool

  package init(
    _ name: String, _ kind: Kind, constraints: Constraints = Constraints(), members: [AnyMember] = [],
    isSparse: Bool = false, xmlNamespace: XMLNamespace? = nil, xmlName: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.constraints = constraints
    self.members = members
    self.isSparse = isSparse
    self.xmlNamespace = xmlNamespace
    self.xmlName = xmlName
    var payload: AnyMember?
    var hasBodyMembers = false
    for (index, member) in members.enumerated() {
      member.place(at: index)
      switch member.location {
      case .payload: payload = member
      case .body: hasBodyMembers = true
      default: break
      }
    }
    self.payload = payload
    self.hasBodyMembers = hasBodyMembers
    switch kind {
    case .list, .map, .structure, .union: isUnconstrained = false
    default: isUnconstrained = constraints.isEmpty
    }
    absent = [Value](repeating: .absent, count: members.count)
  }

  /// The slots of a structure without any member: copying an array that is there costs less than making one.
  let absent: [Value]

  /// By AWS's name; nil when the shape has no such member.
  package func member(named name: String) -> AnyMember? {
    for member in members where member.name == name { return member }
    return nil
  }
}

package struct XMLNamespace: Sendable, Equatable {
  package var uri: String
  package var prefix: String?
  package init(uri: String, prefix: String? = nil) {
    self.uri = uri
    self.prefix = prefix
  }
}

/// What a list, a map or a member points at. Resolved when it is first needed, so that shapes may contain themselves.
@usableFromInline
package final class Target: Sendable {
  private let resolve: @Sendable () -> Shape
  /// The bits of a retained reference to the shape, 0 until it is resolved. `AtomicLazyReference` is not specialised: it
  /// costs some 600 instructions to ask.
  private let resolved = Atomic<UInt>(0)
  /// The element's name in XML lists and maps, where it is not `member`, `key` or `value`.
  package let xmlName: String?
  package let xmlNamespace: XMLNamespace?
  /// How a timestamp is written that is not the protocol's way; a member's own format goes before it.
  package let timestampFormat: TimestampFormat?

  package init(
    _ shape: @escaping @Sendable @autoclosure () -> Shape, xmlName: String? = nil, xmlNamespace: XMLNamespace? = nil,
    timestampFormat: TimestampFormat? = nil
  ) {
    resolve = shape
    self.xmlName = xmlName
    self.xmlNamespace = xmlNamespace
    self.timestampFormat = timestampFormat
  }

  package var shape: Shape {
    if let known = UnsafeRawPointer(bitPattern: resolved.load(ordering: .acquiring)) {
      return Unmanaged<Shape>.fromOpaque(known).takeUnretainedValue()
    }
    return keep(resolve())
  }

  /// Two threads may resolve it at once; the first to say so wins.
  @inline(never) private func keep(_ shape: Shape) -> Shape {
    let reference = Unmanaged.passRetained(shape)
    let bits = UInt(bitPattern: reference.toOpaque())
    let (isFirst, known) = resolved.compareExchange(expected: 0, desired: bits, ordering: .acquiringAndReleasing)
    if isFirst { return shape }
    reference.release()
    return UnsafeRawPointer(bitPattern: known).map { Unmanaged<Shape>.fromOpaque($0).takeUnretainedValue() } ?? shape
  }

  deinit {
    if let known = UnsafeRawPointer(bitPattern: resolved.load(ordering: .acquiring)) {
      Unmanaged<Shape>.fromOpaque(known).release()
    }
  }
}

/// The bounds a value must keep; `Validator` words the violations.
package struct Constraints: Sendable {
  /// Of strings in characters, of blobs in bytes, of lists and maps in entries.
  package var length: ClosedRange<Int>?
  package var range: ClosedRange<Int64>?
  package var pattern: Pattern?
  package var values: [String]

  package init(
    length: ClosedRange<Int>? = nil, range: ClosedRange<Int64>? = nil, pattern: Pattern? = nil, values: [String] = []
  ) {
    self.length = length
    self.range = range
    self.pattern = pattern
    self.values = values
  }

  package var isEmpty: Bool { length == nil && range == nil && pattern == nil && values.isEmpty }
}
