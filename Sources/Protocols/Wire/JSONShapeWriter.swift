/// Writes values of any shape as JSON, members in the order of the shape, absent ones left out.
struct JSONShapeWriter {
  let usesJSONNames: Bool
  /// Epoch seconds in the form `1.789779944662E9`.
  var usesExponents = false
  let timestampFormat = TimestampFormat.epochSeconds

  func structure(_ structure: Structure, to writer: inout JSONWriter, keeps: (AnyMember) -> Bool = { _ in true }) {
    writer.beginObject()
    members(of: structure, to: &writer, keeps: keeps)
    writer.endObject()
  }

  /// The members alone, into an object that is open.
  func members(of structure: Structure, to writer: inout JSONWriter, keeps: (AnyMember) -> Bool = { _ in true }) {
    for member in structure.shape.members {
      let slot = structure.slots[member.index]
      if slot.isAbsent || !keeps(member) { continue }
      writer.key(prepared: usesJSONNames ? member.jsonKey : member.nameKey)
      value(slot, member.target.shape, member.timestampFormat ?? member.target.timestampFormat, to: &writer)
    }
  }

  func value(_ value: Value, _ shape: Shape, _ format: TimestampFormat?, to writer: inout JSONWriter) {
    switch value {
    case .absent, .null: writer.null()
    case .boolean(let flag): writer.bool(flag)
    case .integer(let number): writer.integer(number)
    case .double(let number):
      if case .float = shape.kind { writer.float(Float(number)) } else { writer.double(number) }
    case .string(let string): writer.string(string)
    case .blob(let blob): writer.base64(blob.bytes)
    case .timestamp(let timestamp):
      switch format ?? timestampFormat {
      case .epochSeconds:
        if usesExponents { writer.raw(timestamp.epochSecondsExponent) } else { writer.epochSeconds(timestamp) }
      case .dateTime: writer.string(timestamp.iso8601())
      case .httpDate: writer.string(timestamp.httpDate(.shortest))
      }
    case .list(let values):
      guard case .list(let element) = shape.kind else { return writer.null() }
      let inner = element.shape
      writer.beginArray()
      for each in values { self.value(each, inner, element.timestampFormat, to: &writer) }
      writer.endArray()
    case .map(let entries):
      guard case .map(_, let mapped) = shape.kind else { return writer.null() }
      let inner = mapped.shape
      writer.beginObject()
      for entry in entries {
        writer.key(entry.key)
        self.value(entry.value, inner, mapped.timestampFormat, to: &writer)
      }
      writer.endObject()
    case .structure(let inner): structure(inner, to: &writer)
    case .custom(let custom):
      if let document = custom as? Document {
        document.json.write(to: &writer)
      } else if case .custom(let codec) = shape.kind {
        codec.encode(value, to: &writer)
      } else {
        writer.null()
      }
    }
  }
}
