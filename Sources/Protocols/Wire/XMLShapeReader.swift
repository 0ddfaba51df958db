/// Reads values of any shape out of XML, for restXml. Elements that the shape does not know are passed over; namespaces are
/// not compared, as S3 does not.
struct XMLShapeReader {
  /// One XML document whose root has that name.
  static func document<Result>(
    _ body: [UInt8], root name: String, _ read: (XMLTag, inout XMLReader) throws(AWSError) -> Result
  ) throws(AWSError) -> Result {
    try body.withBytes { (bytes: UnsafeRawBufferPointer) throws(AWSError) -> Result in
      var reader = XMLReader(bytes)
      let tag: XMLTag
      do throws(XMLError) { tag = try reader.root() } catch { throw AWSError.malformedXML() }
      guard tag.name == name else { throw AWSError.malformedXML() }
      let result = try read(tag, &reader)
      do throws(XMLError) { try reader.end() } catch { throw AWSError.malformedXML() }
      return result
    }
  }

  /// The members in the element that is open.
  func structure(
    _ shape: Shape, _ tag: XMLTag, _ reader: inout XMLReader, keeps: (AnyMember) -> Bool = { _ in true }
  ) throws(AWSError) -> Structure {
    var structure = Structure(shape)
    for member in shape.members where member.isXMLAttribute && keeps(member) {
      guard let text = tag.attribute(member.xmlName ?? member.name) else { continue }
      structure.slots[member.index] = try scalar(text, member.target.shape, format(member))
    }
    while let child = try XMLShapeReader.child(&reader) {
      guard let member = XMLShapeReader.member(shape, child), keeps(member) else {
        try XMLShapeReader.skip(&reader)
        continue
      }
      let target = member.target.shape
      if member.isFlattened, case .list(let element) = target.kind {
        var values: [Value] = []
        if case .list(let before) = structure.slots[member.index] { values = before }
        // Moved out, so that appending does not copy what is there.
        structure.slots[member.index] = .absent
        values.append(try value(element.shape, child, &reader, element.timestampFormat))
        structure.slots[member.index] = .list(values)
      } else if member.isFlattened, case .map(let key, let mapped) = target.kind {
        var entries: [MapEntry] = []
        if case .map(let before) = structure.slots[member.index] { entries = before }
        structure.slots[member.index] = .absent
        try entry(key, mapped, &reader, into: &entries)
        structure.slots[member.index] = .map(entries)
      } else {
        structure.slots[member.index] = try value(target, child, &reader, format(member))
      }
    }
    for member in shape.members where member.isFlattened {
      guard case .map(var entries) = structure.slots[member.index] else { continue }
      entries.keepLastOfEqualKeys()
      structure.slots[member.index] = .map(entries)
    }
    if case .union = shape.kind {
      guard structure.slots.reduce(0, { $0 + ($1.isAbsent ? 0 : 1) }) == 1 else { throw AWSError.malformedXML() }
    }
    return structure
  }

  /// The value in the element that is open.
  func value(
    _ shape: Shape, _ tag: XMLTag, _ reader: inout XMLReader, _ format: TimestampFormat?
  ) throws(AWSError) -> Value {
    switch shape.kind {
    case .structure, .union: return .structure(try structure(shape, tag, &reader))
    case .list(let element):
      var values: [Value] = []
      let name = element.xmlName ?? "member"
      let inner = element.shape
      while let child = try XMLShapeReader.child(&reader) {
        if XMLShapeReader.same(child, name) {
          values.append(try value(inner, child, &reader, element.timestampFormat))
        } else {
          try XMLShapeReader.skip(&reader)
        }
      }
      return .list(values)
    case .map(let key, let mapped):
      var entries: [MapEntry] = []
      while let child = try XMLShapeReader.child(&reader) {
        if child.name == "entry" {
          try entry(key, mapped, &reader, into: &entries)
        } else {
          try XMLShapeReader.skip(&reader)
        }
      }
      entries.keepLastOfEqualKeys()
      return .map(entries)
    default:
      let text: String
      do throws(XMLError) { text = try reader.text() } catch { throw AWSError.malformedXML() }
      return try scalar(text, shape, format ?? .dateTime)
    }
  }

  // MARK: Steps

  private func format(_ member: AnyMember) -> TimestampFormat {
    member.timestampFormat ?? member.target.timestampFormat ?? .dateTime
  }

  private func scalar(_ text: String, _ shape: Shape, _ format: TimestampFormat) throws(AWSError) -> Value {
    var text = text
    if case .string = shape.kind {} else { text = XMLShapeReader.trimmed(text) }
    guard let value = ScalarText.read(text, shape, format) else { throw AWSError.malformedXML() }
    return value
  }

  /// `<key>` and `<value>` of the entry that is open.
  private func entry(
    _ key: Target, _ mapped: Target, _ reader: inout XMLReader, into entries: inout [MapEntry]
  ) throws(AWSError) {
    var name: String?
    var value = Value.absent
    while let child = try XMLShapeReader.child(&reader) {
      if XMLShapeReader.same(child, key.xmlName ?? "key") {
        do throws(XMLError) { name = try reader.text() } catch { throw AWSError.malformedXML() }
      } else if XMLShapeReader.same(child, mapped.xmlName ?? "value") {
        value = try self.value(mapped.shape, child, &reader, mapped.timestampFormat)
      } else {
        try XMLShapeReader.skip(&reader)
      }
    }
    guard let name, !value.isAbsent else { throw AWSError.malformedXML() }
    entries.append(MapEntry(key: name, value: value))
  }

  private static func member(_ shape: Shape, _ tag: XMLTag) -> AnyMember? {
    for member in shape.members where !member.isXMLAttribute && same(tag, member.xmlName ?? member.name) {
      return member
    }
    return nil
  }

  /// A name of the model may have a prefix, which only the qualified name shows.
  private static func same(_ tag: XMLTag, _ name: String) -> Bool { tag.name == name || tag.qualifiedName == name }

  private static func child(_ reader: inout XMLReader) throws(AWSError) -> XMLTag? {
    do throws(XMLError) { return try reader.nextChild() } catch { throw AWSError.malformedXML() }
  }

  private static func skip(_ reader: inout XMLReader) throws(AWSError) {
    do throws(XMLError) { try reader.skip() } catch { throw AWSError.malformedXML() }
  }

  private static func trimmed(_ text: String) -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    guard let first = text.utf8.first, let last = text.utf8.last, isSpace(first) || isSpace(last) else { return text }
    var bytes = Substring(text).utf8
    while let byte = bytes.first, isSpace(byte) { bytes.removeFirst() }
    while let byte = bytes.last, isSpace(byte) { bytes.removeLast() }
    return String(Substring(bytes))
  }
}

extension AWSError {
  /// S3's answer to a body that is no XML or not of the shape; it tells no more than that.
  package static func malformedXML() -> AWSError {
    AWSError(
      "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
  }
}
