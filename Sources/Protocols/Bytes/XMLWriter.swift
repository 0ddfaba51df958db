/// Writes XML into a buffer of bytes, without white space between elements. The caller closes what it opens.
///
///     var writer = XMLWriter()
///     writer.declaration()
///     writer.begin("ListBucketResult", namespace: "http://s3.amazonaws.com/doc/2006-03-01/")
///     writer.element("Name", bucket)
///     writer.end("ListBucketResult")
package struct XMLWriter {
  package var bytes: [UInt8]

  package init(_ bytes: [UInt8] = [], reserving capacity: Int = 512) {
    self.bytes = bytes
    self.bytes.reserveCapacity(bytes.count + capacity)
  }

  /// `<?xml version="1.0" encoding="UTF-8"?>` and a line end, as S3 sends it.
  package mutating func declaration() { append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") }

  package mutating func begin(_ name: String, namespace: String? = nil, prefix: String? = nil) {
    bytes.append(UInt8(ascii: "<"))
    append(name)
    if let namespace { attribute(prefix.map { "xmlns:" + $0 } ?? "xmlns", namespace) }
    bytes.append(UInt8(ascii: ">"))
  }

  /// An element with attributes, in order.
  package mutating func begin(_ name: String, attributes: [(name: String, value: String)]) {
    bytes.append(UInt8(ascii: "<"))
    append(name)
    for (name, value) in attributes { attribute(name, value) }
    bytes.append(UInt8(ascii: ">"))
  }

  package mutating func end(_ name: String) {
    append("</")
    append(name)
    bytes.append(UInt8(ascii: ">"))
  }

  /// `<name/>`
  package mutating func empty(_ name: String) {
    bytes.append(UInt8(ascii: "<"))
    append(name)
    append("/>")
  }

  /// An element that holds text alone.
  package mutating func element(_ name: String, _ text: String) {
    begin(name)
    self.text(text)
    end(name)
  }

  package mutating func element(_ name: String, _ value: Int64) {
    begin(name)
    DecimalText.append(value, to: &bytes)
    end(name)
  }

  package mutating func element(_ name: String, _ value: Bool) { element(name, value ? "true" : "false") }

  package mutating func element(_ name: String, base64 value: [UInt8]) {
    begin(name)
    Base64.append(value, to: &bytes)
    end(name)
  }

  /// Character data. Carriage returns and the control characters XML 1.0 has no place for are written as references, so
  /// that nothing is lost.
  package mutating func text(_ text: String) { escape(text, inAttribute: false) }

  /// Bytes that are XML already.
  package mutating func raw(_ text: [UInt8]) { bytes.append(contentsOf: text) }

  // MARK: Steps

  private mutating func attribute(_ name: String, _ value: String) {
    bytes.append(UInt8(ascii: " "))
    append(name)
    append("=\"")
    escape(value, inAttribute: true)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func escape(_ text: String, inAttribute: Bool) {
    var text = text
    text.withUTF8 { utf8 in
      var written = 0
      for (index, byte) in utf8.enumerated() {
        let plain =
          byte >= 0x20
          ? byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "&")
            && byte != UInt8(ascii: "\"")
          : !inAttribute && (byte == 0x0A || byte == 0x09)
        if plain { continue }
        bytes.append(contentsOf: utf8[written..<index])
        written = index + 1
        switch byte {
        case UInt8(ascii: "<"): append("&lt;")
        case UInt8(ascii: ">"): append("&gt;")
        case UInt8(ascii: "&"): append("&amp;")
        case UInt8(ascii: "\""): append(inAttribute ? "&quot;" : "\"")
        default:
          append("&#x")
          if byte > 15 { bytes.append(Hex.upper(byte >> 4)) }
          bytes.append(Hex.upper(byte & 15))
          bytes.append(UInt8(ascii: ";"))
        }
      }
      bytes.append(contentsOf: utf8[written...])
    }
  }
}
