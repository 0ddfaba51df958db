import Protocols

/// The values that the cases state, and how they are compared.
enum ProtocolValues {
  /// The value of a shape that `params` stands for.
  static func value(_ json: JSONValue, _ shape: Shape) -> Value {
    if json.isNull, case .document = shape.kind { return .custom(Document(json)) }
    if json.isNull { return .null }
    switch shape.kind {
    case .boolean: return .boolean(json.bool ?? false)
    case .byte, .short, .integer, .long: return .integer(Int64(json.int ?? 0))
    case .float, .double: return .double(double(json))
    case .string: return .string(json.string ?? "")
    case .blob: return .blob(Blob(Array((json.string ?? "").utf8)))
    case .timestamp: return .timestamp(Timestamp(epochSeconds: json.double ?? .nan) ?? Timestamp(milliseconds: .min))
    case .list(let element): return .list((json.array ?? []).map { value($0, element.shape) })
    case .map(_, let mapped):
      return .map((json.object?.members ?? []).map { MapEntry(key: $0.key, value: value($0.value, mapped.shape)) })
    case .structure, .union: return .structure(structure(json, shape))
    case .document: return .custom(Document(json))
    case .custom: return .absent
    }
  }

  static func structure(_ json: JSONValue, _ shape: Shape) -> Structure {
    var structure = Structure(shape)
    for member in json.object?.members ?? [] {
      let target = shape.member(named: member.key)?.target.shape
      if let target, !member.value.isNull { structure[named: member.key] = value(member.value, target) }
    }
    return structure
  }

  private static func double(_ json: JSONValue) -> Double {
    switch json.string {
    case "NaN": .nan
    case "Infinity": .infinity
    case "-Infinity": -.infinity
    default: json.double ?? 0
    }
  }

  /// Where two values of a shape differ, as a path; nil where they are equal. Maps are compared without order.
  static func difference(_ found: Value, _ wanted: Value, _ shape: Shape, _ path: String = "") -> String? {
    switch (found, wanted) {
    case (.absent, .absent), (.null, .null): return nil
    case (.boolean(let a), .boolean(let b)): return a == b ? nil : path
    case (.integer(let a), .integer(let b)): return a == b ? nil : path
    case (.double(let a), .double(let b)):
      if case .float = shape.kind { return Float(a) == Float(b) || a.isNaN && b.isNaN ? nil : path }
      return a == b || a.isNaN && b.isNaN ? nil : path
    case (.string(let a), .string(let b)): return a == b ? nil : path
    case (.blob(let a), .blob(let b)): return a == b ? nil : path
    case (.timestamp(let a), .timestamp(let b)): return a == b ? nil : path
    case (.list(let a), .list(let b)):
      guard case .list(let element) = shape.kind, a.count == b.count else { return path + " (count)" }
      for index in a.indices {
        if let at = difference(a[index], b[index], element.shape, path + "[\(index)]") { return at }
      }
      return nil
    case (.map(let a), .map(let b)):
      guard case .map(_, let mapped) = shape.kind, a.count == b.count else { return path + " (count)" }
      for entry in b {
        guard let other = a.first(where: { $0.key == entry.key }) else { return path + "." + entry.key }
        if let at = difference(other.value, entry.value, mapped.shape, path + "." + entry.key) { return at }
      }
      return nil
    case (.structure(let a), .structure(let b)): return difference(a, b, path)
    case (.custom(let a), .custom(let b)):
      let same = DocumentTree((a as? Document)?.json ?? .null) == DocumentTree((b as? Document)?.json ?? .null)
      return same ? nil : path
    default: return path + " (\(found) for \(wanted))"
    }
  }

  static func difference(_ found: Structure, _ wanted: Structure, _ path: String = "") -> String? {
    for member in wanted.shape.members {
      let slots = (found.slots[member.index], wanted.slots[member.index])
      if let at = difference(slots.0, slots.1, member.target.shape, path + "." + member.name) { return at }
    }
    return nil
  }
}

/// A body's content without what its writing leaves open: order of members, forms of numbers, white space between elements.
indirect enum DocumentTree: Equatable {
  case null
  case bool(Bool)
  case number(UInt64)
  case bytes([UInt8])
  case text(String)
  case list([DocumentTree])
  case map([String: DocumentTree])
  case tagged(UInt64, DocumentTree)
  case element(name: String, attributes: [String: String], children: [DocumentTree])

  init(_ json: JSONValue) {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .number(let text): self = DocumentTree(number: DecimalText.double(text) ?? .nan)
    case .string(let text): self = .text(text)
    case .array(let elements): self = .list(elements.map { DocumentTree($0) })
    case .object(let object):
      let pairs = object.members.map { ($0.key, DocumentTree($0.value)) }
      self = .map(Dictionary(pairs, uniquingKeysWith: { _, last in last }))
    }
  }

  private init(number: Double) { self = .number((number.isNaN ? Double.nan : number + 0.0).bitPattern) }

  // MARK: CBOR

  init(cbor bytes: [UInt8]) throws(CBORError) {
    self = try bytes.withBytes { (raw: UnsafeRawBufferPointer) throws(CBORError) -> DocumentTree in
      var reader = CBORReader(raw)
      let tree = try DocumentTree(&reader)
      try reader.end()
      return tree
    }
  }

  private init(_ reader: inout CBORReader) throws(CBORError) {
    switch try reader.peek() {
    case .integer, .float: self = DocumentTree(number: try reader.double())
    case .bytes: self = .bytes(try reader.byteString())
    case .text: self = .text(try reader.string())
    case .bool: self = .bool(try reader.bool())
    case .tag: self = .tagged(try reader.tag(), try DocumentTree(&reader))
    case .array:
      var elements: [DocumentTree] = []
      try reader.beginArray()
      while try reader.nextElement() { elements.append(try DocumentTree(&reader)) }
      self = .list(elements)
    case .map:
      var entries: [String: DocumentTree] = [:]
      try reader.beginMap()
      while let key = try reader.nextKey()?.string { entries[key] = try DocumentTree(&reader) }
      self = .map(entries)
    case .null, .undefined, .simple:
      try reader.skipValue()
      self = .null
    }
  }

  // MARK: XML

  init(xml bytes: [UInt8]) throws(XMLError) {
    self = try bytes.withBytes { (raw: UnsafeRawBufferPointer) throws(XMLError) -> DocumentTree in
      var reader = XMLReader(raw)
      let tree = try DocumentTree(try reader.root(), &reader)
      try reader.end()
      return tree
    }
  }

  /// An element is taken for one of text where it has no element inside.
  private init(_ tag: XMLTag, _ reader: inout XMLReader) throws(XMLError) {
    var attributes: [String: String] = [:]
    for attribute in tag.attributes { attributes[attribute.qualifiedName] = attribute.value }
    var children: [DocumentTree] = []
    var ahead = reader
    if let text = try? ahead.text() {
      reader = ahead
      if !text.isEmpty { children.append(.text(text)) }
    } else {
      while let child = try reader.nextChild() { children.append(try DocumentTree(child, &reader)) }
    }
    self = .element(name: tag.qualifiedName, attributes: attributes, children: children)
  }

  /// Without what the cases leave to the service: the request's id, and the namespace of an error. Elements of different
  /// names have no order.
  var comparable: DocumentTree {
    guard case .element(let name, var attributes, let children) = self else { return self }
    if name == "ErrorResponse" || name.hasPrefix("NoInputAndNoOutput") { attributes["xmlns"] = nil }
    var kept: [(name: String, child: DocumentTree)] = []
    for child in children {
      guard case .element(let inner, _, _) = child else {
        kept.append(("", child))
        continue
      }
      if inner != "ResponseMetadata" && inner != "RequestId" { kept.append((inner, child.comparable)) }
    }
    let order = kept.indices.sorted { kept[$0].name == kept[$1].name ? $0 < $1 : kept[$0].name < kept[$1].name }
    var plain = order.map { kept[$0].child }
    // White space between elements that are gone.
    if plain.count == 1, case .text(let text) = plain[0], text.allSatisfy(\.isWhitespace) { plain = [] }
    return .element(name: name, attributes: attributes, children: plain)
  }
}
