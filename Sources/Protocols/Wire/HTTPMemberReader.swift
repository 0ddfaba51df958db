/// Takes the members of an input that travel outside the body in the REST protocols: in fields, query and path.
struct HTTPMemberReader {
  /// What is thrown for a value that is not of the member's type: the name it travels under, the text, the type.
  let refused: @Sendable (_ name: String, _ text: String, _ kind: Shape.Kind) -> AWSError

  func read(
    into structure: inout Structure, head: HTTPRequestHead, labels: [(name: String, value: String)]
  ) throws(AWSError) {
    var query: [Form.Field]?
    for member in structure.shape.members {
      switch member.location {
      case .body, .payload, .statusCode: continue
      case .header(let name): structure.slots[member.index] = try header(name, member, head.fields)
      case .prefixHeaders(let prefix): structure.slots[member.index] = prefixed(prefix, member, head.fields)
      case .label:
        for label in labels where label.name == member.name {
          guard let text = PercentEncoding.decodeString(label.value) else {
            throw refused(member.name, label.value, member.target.shape.kind)
          }
          structure.slots[member.index] = try scalar(text, member.name, member.target.shape, format(member, .dateTime))
        }
      case .query(let name):
        let fields = try HTTPMemberReader.query(head, &query)
        structure.slots[member.index] = try self.query(name, member, fields)
      case .queryParameters:
        let fields = try HTTPMemberReader.query(head, &query)
        structure.slots[member.index] = parameters(member, fields)
      }
    }
  }

  /// The parameters, parsed once.
  private static func query(
    _ head: HTTPRequestHead, _ parsed: inout [Form.Field]?
  ) throws(AWSError) -> [Form.Field] {
    if let parsed { return parsed }
    do throws(FormError) {
      let fields = try Form.parse(head.query)
      parsed = fields
      return fields
    } catch {
      throw AWSError.serialization("The query string is not decodable: \(error)")
    }
  }

  private func format(_ member: AnyMember, _ otherwise: TimestampFormat) -> TimestampFormat {
    member.timestampFormat ?? member.target.timestampFormat ?? otherwise
  }

  private func scalar(
    _ text: String, _ name: String, _ shape: Shape, _ format: TimestampFormat
  ) throws(AWSError) -> Value {
    guard let value = ScalarText.read(text, shape, format) else { throw refused(name, text, shape.kind) }
    return value
  }

  // MARK: Fields

  private func header(_ name: String, _ member: AnyMember, _ fields: HTTPFields) throws(AWSError) -> Value {
    let shape = member.target.shape
    guard case .list(let element) = shape.kind else {
      guard let text = fields[name] else { return .absent }
      return try scalar(text, name, shape, format(member, .httpDate))
    }
    let texts = fields.values(name)
    if texts.isEmpty { return .absent }
    let inner = element.shape
    let format = member.timestampFormat ?? element.timestampFormat ?? .httpDate
    var isDate = false
    if case .timestamp = inner.kind { isDate = format == .httpDate }
    var values: [Value] = []
    for text in texts {
      guard let pieces = HTTPMemberReader.pieces(text, isDate: isDate) else { throw refused(name, text, shape.kind) }
      for piece in pieces { values.append(try scalar(piece, name, inner, format)) }
    }
    return .list(values)
  }

  /// The values of a list in one field: apart by commas, in double quotes where they hold some themselves. An HTTP date
  /// holds one without quotes.
  static func pieces(_ text: String, isDate: Bool) -> [String]? {
    var pieces: [String] = []
    var piece: [UInt8] = []
    var commas = 0
    var bytes = Substring(text).utf8
    while true {
      while let byte = bytes.first, byte == 0x20 || byte == 0x09 { bytes.removeFirst() }
      if bytes.first == UInt8(ascii: "\"") {
        bytes.removeFirst()
        while let byte = bytes.first, byte != UInt8(ascii: "\"") {
          bytes.removeFirst()
          guard byte == UInt8(ascii: "\\") else {
            piece.append(byte)
            continue
          }
          guard let escaped = bytes.popFirst() else { return nil }
          piece.append(escaped)
        }
        guard bytes.popFirst() != nil else { return nil }
        while let byte = bytes.first, byte == 0x20 || byte == 0x09 { bytes.removeFirst() }
        guard bytes.isEmpty || bytes.first == UInt8(ascii: ",") else { return nil }
      } else {
        while let byte = bytes.first {
          if byte == UInt8(ascii: ",") {
            commas += 1
            if !isDate || commas % 2 == 0 { break }
          }
          piece.append(byte)
          bytes.removeFirst()
        }
        while let byte = piece.last, byte == 0x20 || byte == 0x09 { piece.removeLast() }
      }
      pieces.append(String(decoding: piece, as: UTF8.self))
      piece.removeAll()
      guard bytes.popFirst() != nil else { return pieces }
    }
  }

  /// `x-amz-meta-` and the like: the rest of the name is the key, in lower case as HTTP/2 has it.
  private func prefixed(_ prefix: String, _ member: AnyMember, _ fields: HTTPFields) -> Value {
    var entries: [MapEntry] = []
    for field in fields.all {
      guard field.name.utf8.count >= prefix.utf8.count else { continue }
      let cut = field.name.utf8.index(field.name.startIndex, offsetBy: prefix.utf8.count)
      guard HTTPFields.sameName(String(field.name[..<cut]), prefix) else { continue }
      let key = String(field.name[cut...])
      if let index = entries.firstIndex(where: { HTTPFields.sameName($0.key, key) }) {
        // Fields of one name are one list (RFC 9110 §5.3).
        guard case .string(let before) = entries[index].value else { continue }
        entries[index].value = .string(before + "," + field.value)
      } else {
        entries.append(MapEntry(key: key, value: .string(field.value)))
      }
    }
    return entries.isEmpty ? .absent : .map(entries)
  }

  // MARK: Query

  private func query(_ name: String, _ member: AnyMember, _ fields: [Form.Field]) throws(AWSError) -> Value {
    let shape = member.target.shape
    if case .list(let element) = shape.kind {
      let inner = element.shape
      let format = member.timestampFormat ?? element.timestampFormat ?? .dateTime
      var values: [Value] = []
      for field in fields where field.name == name {
        values.append(try scalar(field.value, name, inner, format))
      }
      return values.isEmpty ? .absent : .list(values)
    }
    for field in fields where field.name == name {
      return try scalar(field.value, name, shape, format(member, .dateTime))
    }
    return .absent
  }

  private func parameters(_ member: AnyMember, _ fields: [Form.Field]) -> Value {
    guard case .map(_, let mapped) = member.target.shape.kind else { return .absent }
    var isList = false
    if case .list = mapped.shape.kind { isList = true }
    var entries: [MapEntry] = []
    var places: [String: Int] = [:]
    for field in fields {
      guard let place = places[field.name] else {
        places[field.name] = entries.count
        let value = Value.string(field.value)
        entries.append(MapEntry(key: field.name, value: isList ? .list([value]) : value))
        continue
      }
      if isList, case .list(let values) = entries[place].value {
        entries[place].value = .list(values + [.string(field.value)])
      }
    }
    return entries.isEmpty ? .absent : .map(entries)
  }
}
