/// Reads XML 1.0 out of bytes, element by element: a decoder that knows its shape walks down the tree without one being
/// built. Well-formedness is checked as far as the walk goes. Document type declarations, and with them every entity but the
/// five built-in ones, are refused; the encoding is UTF-8. Comments and processing instructions are passed over.
///
/// The reader borrows the bytes and must not outlive the `withUnsafeBytes` it was made in.
///
///     var reader = XMLReader(bytes)
///     let root = try reader.root()
///     while let child = try reader.nextChild() {
///       if child.name == "Key" { key = try reader.text() } else { try reader.skip() }
///     }
///     try reader.end()
package struct XMLReader {
  /// Deeper nesting than this is refused by default.
  package static let depthLimit = 100
  /// Of one element; each is compared with the others.
  private static let attributeLimit = 64
  /// In force at one place; each name is looked up among them.
  private static let bindingLimit = 64

  let bytes: UnsafeRawBufferPointer
  /// The position of the next byte to be read.
  package internal(set) var offset = 0
  private let maximumDepth: Int
  /// The open elements: where their names stand, and how many namespace bindings were there before.
  private var open: [(name: Range<Int>, bindings: Int)] = []
  private var bindings: [(prefix: String, uri: String)] = []
  /// The element whose start was read last was empty (`<a/>`): its end has still to be told.
  private var pendingEnd = false

  package init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = XMLReader.depthLimit) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  // MARK: Walking

  /// The document's root element, which is then open.
  package mutating func root() throws(XMLError) -> XMLTag {
    if starts(with: "\u{FEFF}") { offset += 3 }
    if starts(with: "<?xml"), offset + 5 < bytes.count, XMLReader.isSpace(bytes[offset + 5]) { try declaration() }
    while true {
      skipSpace()
      guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
      guard bytes[offset] == UInt8(ascii: "<") else { throw XMLError(.unexpectedText, at: offset) }
      if try skipMarkup() { continue }
      return try startTag()
    }
  }

  /// The next child of the open element, which is then open; nil at the element's end, which is consumed.
  package mutating func nextChild() throws(XMLError) -> XMLTag? {
    if pendingEnd {
      close()
      return nil
    }
    while true {
      skipSpace()
      guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
      guard bytes[offset] == UInt8(ascii: "<"), !starts(with: "<![CDATA[") else {
        throw XMLError(.unexpectedText, at: offset)
      }
      if try skipMarkup() { continue }
      if starts(with: "</") {
        try endTag()
        return nil
      }
      return try startTag()
    }
  }

  /// The text of the open element, which must have no children; its end is consumed. White space is kept, line ends become
  /// `\n`.
  package mutating func text() throws(XMLError) -> String {
    var text: [UInt8] = []
    if pendingEnd {
      close()
      return ""
    }
    while true {
      guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
      if bytes[offset] != UInt8(ascii: "<") {
        try characters(until: UInt8(ascii: "<"), into: &text)
      } else if starts(with: "<![CDATA[") {
        try characterData(into: &text)
      } else if try skipMarkup() {
        continue
      } else if starts(with: "</") {
        try endTag()
        return String(decoding: text, as: UTF8.self)
      } else {
        throw XMLError(.unexpectedElement, at: offset)
      }
    }
  }

  /// Passes over the rest of the open element, its text and children, and consumes its end.
  package mutating func skip() throws(XMLError) {
    let depth = open.count
    var ignored: [UInt8] = []
    while open.count >= depth {
      if pendingEnd {
        close()
        continue
      }
      guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
      if bytes[offset] != UInt8(ascii: "<") {
        try characters(until: UInt8(ascii: "<"), into: &ignored)
        ignored.removeAll(keepingCapacity: true)
      } else if starts(with: "<![CDATA[") {
        try characterData(into: &ignored)
        ignored.removeAll(keepingCapacity: true)
      } else if try skipMarkup() {
        continue
      } else if starts(with: "</") {
        try endTag()
      } else {
        _ = try startTag()
      }
    }
  }

  /// Nothing but white space, comments and processing instructions may follow the root element.
  package mutating func end() throws(XMLError) {
    while true {
      skipSpace()
      if offset == bytes.count { return }
      guard bytes[offset] == UInt8(ascii: "<"), try skipMarkup() else { throw XMLError(.trailingBytes, at: offset) }
    }
  }

  /// Whether there is no element at all.
  package mutating func isEmpty() -> Bool {
    skipSpace()
    return offset == bytes.count
  }

  // MARK: Tags

  private mutating func startTag() throws(XMLError) -> XMLTag {
    guard open.count < maximumDepth else { throw XMLError(.tooDeep, at: offset) }
    offset += 1
    let name = try self.name()
    var tag = XMLTag(qualifiedName: string(name))
    let before = bindings.count
    while true {
      let spaced = skipSpace()
      guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
      let byte = bytes[offset]
      if byte == UInt8(ascii: ">") {
        offset += 1
        break
      }
      if byte == UInt8(ascii: "/") {
        guard offset + 1 < bytes.count else { throw XMLError(.unexpectedEnd, at: bytes.count) }
        guard bytes[offset + 1] == UInt8(ascii: ">") else { throw XMLError(.unexpectedCharacter, at: offset + 1) }
        offset += 2
        pendingEnd = true
        break
      }
      guard spaced else { throw XMLError(.unexpectedCharacter, at: offset) }
      try attribute(into: &tag)
    }
    open.append((name, before))
    try resolve(&tag, at: name.lowerBound)
    return tag
  }

  private mutating func attribute(into tag: inout XMLTag) throws(XMLError) {
    let at = offset
    let name = string(try self.name())
    skipSpace()
    guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
    guard bytes[offset] == UInt8(ascii: "=") else { throw XMLError(.unexpectedCharacter, at: offset) }
    offset += 1
    skipSpace()
    guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
    let quote = bytes[offset]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw XMLError(.unexpectedCharacter, at: offset)
    }
    offset += 1
    var text: [UInt8] = []
    try characters(until: quote, into: &text)
    guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
    offset += 1
    guard tag.attribute(name) == nil else { throw XMLError(.duplicateAttribute, at: at) }
    guard tag.attributes.count < XMLReader.attributeLimit, bindings.count < XMLReader.bindingLimit else {
      throw XMLError(.tooManyAttributes, at: at)
    }
    let value = String(decoding: text, as: UTF8.self)
    tag.attributes.append(XMLTag.Attribute(qualifiedName: name, value: value))
    if name == "xmlns" {
      bindings.append(("", value))
    } else if name.hasPrefix("xmlns:") {
      bindings.append((String(name.dropFirst(6)), value))
    }
  }

  /// Splits the tag's name and finds its namespace.
  private func resolve(_ tag: inout XMLTag, at position: Int) throws(XMLError) {
    var prefix = ""
    if let colon = tag.qualifiedName.utf8.firstIndex(of: UInt8(ascii: ":")) {
      prefix = String(tag.qualifiedName[..<colon])
      tag.name = String(tag.qualifiedName[tag.qualifiedName.utf8.index(after: colon)...])
    }
    for binding in bindings.reversed() where binding.prefix == prefix {
      tag.namespace = binding.uri.isEmpty ? nil : binding.uri
      return
    }
    if prefix == "xml" || prefix.isEmpty { return }
    throw XMLError(.unboundPrefix, at: position)
  }

  private mutating func endTag() throws(XMLError) {
    let at = offset
    offset += 2
    let name = try self.name()
    skipSpace()
    guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
    guard bytes[offset] == UInt8(ascii: ">") else { throw XMLError(.unexpectedCharacter, at: offset) }
    offset += 1
    guard let start = open.last?.name, bytes[start].elementsEqual(bytes[name]) else {
      throw XMLError(.mismatchedEnd, at: at)
    }
    close()
  }

  private mutating func close() {
    pendingEnd = false
    guard let element = open.popLast() else { return }
    bindings.removeSubrange(element.bindings...)
  }

  /// A name: any run of bytes that XML lets stand in one (letters of other scripts are not told from other non-ASCII).
  private mutating func name() throws(XMLError) -> Range<Int> {
    let start = offset
    while offset < bytes.count, XMLReader.isNameByte(bytes[offset]) { offset += 1 }
    guard offset > start else {
      throw XMLError(offset < bytes.count ? .invalidName : .unexpectedEnd, at: offset)
    }
    let first = bytes[start]
    guard first &- 48 >= 10, first != UInt8(ascii: "-"), first != UInt8(ascii: ".") else {
      throw XMLError(.invalidName, at: start)
    }
    guard UTF8Check.isValid(UnsafeRawBufferPointer(rebasing: bytes[start..<offset])) else {
      throw XMLError(.invalidUTF8, at: start)
    }
    return start..<offset
  }

  private func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  // MARK: Bytes

  @discardableResult mutating func skipSpace() -> Bool {
    let start = offset
    while offset < bytes.count, XMLReader.isSpace(bytes[offset]) { offset += 1 }
    return offset > start
  }

  func starts(with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard bytes.count - offset >= count else { return false }
    for index in 0..<count where bytes[offset + index] != text.utf8Start[index] { return false }
    return true
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    if byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte >= 0x80 { return true }
    return byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }
}

/// The start of an element.
package struct XMLTag: Sendable, Equatable {
  package struct Attribute: Sendable, Equatable {
    /// With its prefix, as written: `xsi:type`.
    package var qualifiedName: String
    package var value: String
  }

  /// The name without its prefix.
  package var name: String
  /// With its prefix, as written.
  package var qualifiedName: String
  /// The URI that the prefix, or the default, is bound to.
  package var namespace: String?
  package var attributes: [Attribute] = []

  init(qualifiedName: String) {
    name = qualifiedName
    self.qualifiedName = qualifiedName
  }

  /// The value of the attribute written with that name.
  package func attribute(_ qualifiedName: String) -> String? {
    attributes.first { $0.qualifiedName == qualifiedName }?.value
  }
}

/// Why bytes are not the XML that was asked for, and where.
package struct XMLError: Error, Equatable, Sendable {
  package enum Reason: UInt8, Sendable {
    case unexpectedEnd, unexpectedCharacter, trailingBytes, tooDeep, unexpectedText, unexpectedElement
    case invalidName, mismatchedEnd, duplicateAttribute, tooManyAttributes, unboundPrefix
    case invalidCharacter, invalidReference, invalidUTF8, unsupportedEncoding, unsupportedVersion, documentType
  }
  package var reason: Reason
  /// The byte at which reading stopped, counted from 0.
  package var offset: Int

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension XMLError: CustomStringConvertible {
  package var description: String { sentence + " at byte " + String(offset) }

  private var sentence: String {
    switch reason {
    case .unexpectedEnd: "Unexpected end of the XML document"
    case .unexpectedCharacter: "Unexpected character"
    case .trailingBytes: "Unexpected content after the root element"
    case .tooDeep: "XML nested too deeply"
    case .unexpectedText: "Unexpected text"
    case .unexpectedElement: "Unexpected element"
    case .invalidName: "Invalid name"
    case .mismatchedEnd: "End tag does not match the start tag"
    case .duplicateAttribute: "Duplicate attribute"
    case .tooManyAttributes: "Too many attributes or namespaces"
    case .unboundPrefix: "Namespace prefix is not bound"
    case .invalidCharacter: "Invalid character"
    case .invalidReference: "Invalid character or entity reference"
    case .invalidUTF8: "Invalid UTF-8"
    case .unsupportedEncoding: "Encoding is not UTF-8"
    case .unsupportedVersion: "Version is not 1.0"
    case .documentType: "Document type declarations are not allowed"
    }
  }
}
