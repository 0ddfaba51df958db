/// Writes values of any shape as XML, for restXml and awsQuery.
struct XMLShapeWriter {
  /// What stands in an element beside its name.
  private typealias Attributes = [(name: String, value: String)]

  /// Of moments in the form of RFC 3339.
  var fraction = Timestamp.Fraction.shortest

  /// The element of a structure; `namespace` is that of the service, where the element is a root.
  func root(
    _ name: String, _ structure: Structure, namespace: String?, member: AnyMember? = nil, to writer: inout XMLWriter,
    keeps: (AnyMember) -> Bool = { _ in true }
  ) {
    var attributes: Attributes = []
    if let own = member?.xmlNamespace ?? structure.shape.xmlNamespace {
      // An empty one: this document has none, whatever the service's others have.
      if !own.uri.isEmpty { attributes.append(XMLShapeWriter.attribute(own)) }
    } else if let namespace {
      attributes.append(("xmlns", namespace))
    }
    attributes += self.attributes(of: structure)
    writer.begin(name, attributes: attributes)
    members(of: structure, to: &writer, keeps: keeps)
    writer.end(name)
  }

  /// The members that are elements, into an element that is open.
  func members(of structure: Structure, to writer: inout XMLWriter, keeps: (AnyMember) -> Bool = { _ in true }) {
    for member in structure.shape.members where !member.isXMLAttribute {
      let slot = structure.slots[member.index]
      if slot.isAbsent || !keeps(member) { continue }
      let name = member.xmlName ?? member.name
      let shape = member.target.shape
      let format = member.timestampFormat ?? member.target.timestampFormat
      if member.isFlattened, case .list(let values) = slot, case .list(let element) = shape.kind {
        for value in values { self.value(value, name, element, member.xmlNamespace, nil, to: &writer) }
      } else if member.isFlattened, case .map(let entries) = slot, case .map(let key, let mapped) = shape.kind {
        for each in entries { entry(each, name, key, mapped, member.xmlNamespace, to: &writer) }
      } else {
        value(slot, name, member.target, member.xmlNamespace, format, to: &writer)
      }
    }
  }

  /// One element. `namespace` is that of the member, which goes before the target's.
  private func value(
    _ value: Value, _ name: String, _ target: Target, _ namespace: XMLNamespace?, _ format: TimestampFormat?,
    to writer: inout XMLWriter
  ) {
    let shape = target.shape
    var attributes: Attributes = []
    if let namespace = namespace ?? target.xmlNamespace {
      attributes.append(XMLShapeWriter.attribute(namespace))
    }
    switch value {
    case .absent: return
    case .structure(let inner):
      attributes += self.attributes(of: inner)
      writer.begin(name, attributes: attributes)
      members(of: inner, to: &writer)
    case .list(let values):
      writer.begin(name, attributes: attributes)
      if case .list(let element) = shape.kind {
        for each in values { self.value(each, element.xmlName ?? "member", element, nil, nil, to: &writer) }
      }
    case .map(let entries):
      writer.begin(name, attributes: attributes)
      if case .map(let key, let mapped) = shape.kind {
        for each in entries { entry(each, "entry", key, mapped, nil, to: &writer) }
      }
    case .blob(let blob):
      writer.begin(name, attributes: attributes)
      Base64.append(blob.bytes, to: &writer.bytes)
    default:
      writer.begin(name, attributes: attributes)
      let format = format ?? target.timestampFormat ?? .dateTime
      if case .timestamp(let moment) = value, format == .dateTime {
        writer.text(moment.iso8601(fraction))
      } else {
        writer.text(ScalarText.write(value, shape, format))
      }
    }
    writer.end(name)
  }

  private func entry(
    _ entry: MapEntry, _ name: String, _ key: Target, _ mapped: Target, _ namespace: XMLNamespace?,
    to writer: inout XMLWriter
  ) {
    writer.begin(name, attributes: namespace.map { [XMLShapeWriter.attribute($0)] } ?? [])
    value(.string(entry.key), key.xmlName ?? "key", key, nil, nil, to: &writer)
    value(entry.value, mapped.xmlName ?? "value", mapped, nil, nil, to: &writer)
    writer.end(name)
  }

  private func attributes(of structure: Structure) -> Attributes {
    var attributes: Attributes = []
    for member in structure.shape.members where member.isXMLAttribute {
      let slot = structure.slots[member.index]
      if slot.isAbsent { continue }
      let format = member.timestampFormat ?? .dateTime
      attributes.append((member.xmlName ?? member.name, ScalarText.write(slot, member.target.shape, format)))
    }
    return attributes
  }

  private static func attribute(_ namespace: XMLNamespace) -> (name: String, value: String) {
    (namespace.prefix.map { "xmlns:" + $0 } ?? "xmlns", namespace.uri)
  }
}
