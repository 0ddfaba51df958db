/// Writes the members of an output that travel outside the body in the REST protocols.
enum HTTPMemberWriter {
  /// Adds the fields, and gives the status that a member tells, if one does.
  static func write(_ structure: Structure, to fields: inout HTTPFields) -> Int? {
    var status: Int?
    for member in structure.shape.members {
      let value = structure.slots[member.index]
      if value.isAbsent { continue }
      switch member.location {
      case .header(let name):
        if let text = header(value, member) { fields[name] = text }
      case .prefixHeaders(let prefix):
        guard case .map(let entries) = value else { continue }
        for entry in entries {
          if case .string(let text) = entry.value { fields.add(clean(prefix + entry.key), clean(text)) }
        }
      case .statusCode: if case .integer(let number) = value { status = Int(number) }
      case .body, .payload, .label, .query, .queryParameters: continue
      }
    }
    return status
  }

  private static func header(_ value: Value, _ member: AnyMember) -> String? {
    let shape = member.target.shape
    guard case .list(let values) = value else {
      let format = member.timestampFormat ?? member.target.timestampFormat ?? .httpDate
      return clean(ScalarText.write(value, shape, format))
    }
    guard case .list(let element) = shape.kind, !values.isEmpty else { return nil }
    let inner = element.shape
    let format = member.timestampFormat ?? element.timestampFormat ?? .httpDate
    var isText = false
    if case .string = inner.kind { isText = true }
    let texts = values.map { (each: Value) -> String in
      let text = ScalarText.write(each, inner, format)
      return isText ? quoted(text) : text
    }
    return clean(texts.joined(separator: ", "))
  }

  /// In double quotes where a comma or a quote would be misread.
  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) else { return text }
    var out = "\""
    for character in text {
      if character == "\"" || character == "\\" { out.append("\\") }
      out.append(character)
    }
    return out + "\""
  }

  /// Line ends would begin another field: they, and other control characters, are blanks.
  private static func clean(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
    return String(decoding: text.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
  }
}

extension AnyMember {
  /// Where a shape is input and output at once, a member bound to the path or the query has no such place in an answer and
  /// travels in its body.
  var isInAnswersBody: Bool {
    switch location {
    case .body, .label, .query, .queryParameters: true
    case .header, .prefixHeaders, .payload, .statusCode: false
    }
  }
}
