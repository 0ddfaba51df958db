/// Where a member of an operation's input or output travels in the REST protocols.
package enum Location: Sendable, Equatable {
  case body
  case header(String)
  case prefixHeaders(String)
  case query(String)
  /// A map of all query parameters that no other member takes.
  case queryParameters
  /// A part of the path, named in the operation's `HTTPBinding`.
  case label
  case payload
  case statusCode
}

@usableFromInline
package enum TimestampFormat: Sendable { case epochSeconds, dateTime, httpDate }

/// What can be said of a member beside its name and type. Constraints first, then how it travels.
@usableFromInline
package enum Trait: Sendable {
  case length(ClosedRange<Int>)
  /// A length or number with only a lower bound.
  case atLeast(Int)
  case range(ClosedRange<Int64>)
  case pattern(String)
  case values([String])
  /// Of the elements of a list, of the keys and the values of a map.
  case each([Trait])
  case keys([Trait])
  case mapped([Trait])
  case header(String)
  case prefixHeaders(String)
  case query(String)
  case queryParameters
  case label
  case payload
  case statusCode
  case streaming
  case xmlName(String)
  case jsonName(String)
  case flattened
  case xmlAttribute
  /// The member's element is the root of the answer's document (S3's LocationConstraint).
  case unwrapped
  case xmlNamespace(String, prefix: String?)
  case timestamp(TimestampFormat)
  case sparse
  case idempotencyToken
  /// AWS has the member, the emulator does not act on it yet: a request that sets it is refused by the member's name.
  case notEmulated
  /// As `notEmulated`, but these values change nothing here and are accepted (`false`, the default's name …).
  case emulatedOnly([String])
  /// AWS sends the member although its model does not have it.
  case beyondModel
}

/// One member of a structure, its type aside. `OptionalMember` and `RequiredMember` add it.
///
/// `@unchecked Sendable`: `index` is written once, while the shape that owns the member is built, and a slot can only
/// be asked for by someone who holds that shape.
@usableFromInline
package class AnyMember: @unchecked Sendable {
  @usableFromInline package let name: String
  package let isRequired: Bool
  package let target: Target
  package let location: Location
  package let xmlName: String?
  package let jsonName: String
  /// `"Name":` with the member's own name and with its JSON name, ready to be written.
  let nameKey: [UInt8]
  let jsonKey: [UInt8]
  let nameBytes: [UInt8]
  let jsonNameBytes: [UInt8]
  /// The name in a form of awsQuery.
  let queryNameBytes: [UInt8]
  package let isFlattened: Bool
  package let isXMLAttribute: Bool
  package let isUnwrapped: Bool
  package let xmlNamespace: XMLNamespace?
  package let timestampFormat: TimestampFormat?
  package let isStreaming: Bool
  package let isIdempotencyToken: Bool
  /// nil: emulated. Else the values that are accepted although the member is not emulated; any other is refused.
  package let accepted: [String]?
  package let isBeyondModel: Bool
  @usableFromInline package private(set) final var index = -1

  package init(
    _ name: String, required: Bool, _ traits: [Trait], target makeTarget: (_ traits: [Trait]) -> Target
  ) {
    self.name = name
    isRequired = required
    target = makeTarget(traits)
    var location = Location.body
    var xmlName: String?
    var jsonName = name
    var isFlattened = false
    var isXMLAttribute = false
    var isUnwrapped = false
    var xmlNamespace: XMLNamespace?
    var timestampFormat: TimestampFormat?
    var isStreaming = false
    var isIdempotencyToken = false
    var accepted: [String]?
    var isBeyondModel = false
    for trait in traits {
      switch trait {
      case .header(let field): location = .header(field)
      case .prefixHeaders(let prefix): location = .prefixHeaders(prefix)
      case .query(let key): location = .query(key)
      case .queryParameters: location = .queryParameters
      case .label: location = .label
      case .payload: location = .payload
      case .statusCode: location = .statusCode
      case .streaming: isStreaming = true
      case .xmlName(let element): xmlName = element
      case .jsonName(let key): jsonName = key
      case .flattened: isFlattened = true
      case .xmlAttribute: isXMLAttribute = true
      case .unwrapped: isUnwrapped = true
      case .xmlNamespace(let uri, let prefix): xmlNamespace = XMLNamespace(uri: uri, prefix: prefix)
      case .timestamp(let format): timestampFormat = format
      case .idempotencyToken: isIdempotencyToken = true
      case .notEmulated: accepted = []
      case .emulatedOnly(let values): accepted = values
      case .beyondModel: isBeyondModel = true
      case .length, .atLeast, .range, .pattern, .values, .each, .keys, .mapped, .sparse: break
      }
    }
    self.location = location
    self.xmlName = xmlName
    self.jsonName = jsonName
    nameKey = JSONWriter.prepared(name)
    jsonKey = JSONWriter.prepared(jsonName)
    nameBytes = Array(name.utf8)
    jsonNameBytes = Array(jsonName.utf8)
    queryNameBytes = Array((xmlName ?? name).utf8)
    self.isFlattened = isFlattened
    self.isXMLAttribute = isXMLAttribute
    self.isUnwrapped = isUnwrapped
    self.xmlNamespace = xmlNamespace
    self.timestampFormat = timestampFormat
    self.isStreaming = isStreaming
    self.isIdempotencyToken = isIdempotencyToken
    self.accepted = accepted
    self.isBeyondModel = isBeyondModel
  }

  final func place(at index: Int) {
    precondition(self.index == -1 || self.index == index, "the member \(name) stands in two structures")
    self.index = index
  }
}

/// A member that a caller may leave out: reads as an Optional.
@usableFromInline
package final class OptionalMember<Owner: StructureShape, T: ShapeValue>: AnyMember, @unchecked Sendable {
  package init(_ name: String, _ traits: Trait...) {
    super.init(name, required: false, traits, target: T.target)
  }
}

/// A member that must be there: reads as the value itself, since no operation runs on input that lacks it.
@usableFromInline
package final class RequiredMember<Owner: StructureShape, T: ShapeValue>: AnyMember, @unchecked Sendable {
  package init(_ name: String, _ traits: Trait...) {
    super.init(name, required: true, traits, target: T.target)
  }
}

/// The statement of a structure: an enum without cases whose static members are its members.
///
///     enum Input: StructureShape {
///       static let streamName = Member<String>("StreamName", .length(1...128))
///       static let data = Required<Blob>("Data")
///       static let shape = structure("PutRecordInput", data, streamName)
///     }
///
/// The order given to `structure` is the order in which AWS reports violations.
@usableFromInline
package protocol StructureShape: Sendable {
  static var shape: Shape { get }
}

extension StructureShape {
  package typealias Member<T: ShapeValue> = OptionalMember<Self, T>
  package typealias Required<T: ShapeValue> = RequiredMember<Self, T>

  package static func structure(_ name: String, _ members: AnyMember...) -> Shape {
    Shape(name, .structure, members: members)
  }
  package static func union(_ name: String, _ members: AnyMember...) -> Shape {
    Shape(name, .union, members: members)
  }
  /// With the traits that the structure itself has in XML.
  package static func structure(
    _ name: String, xmlName: String? = nil, xmlNamespace: XMLNamespace? = nil, _ members: [AnyMember]
  ) -> Shape {
    Shape(name, .structure, members: members, xmlNamespace: xmlNamespace, xmlName: xmlName)
  }
}

/// The input or output of an operation that has none.
package enum Nothing: StructureShape {
  package static let shape = Shape("Unit", .structure)
}
