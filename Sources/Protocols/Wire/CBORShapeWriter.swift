/// Writes values of any shape as CBOR, members in the order of the shape, absent ones left out.
struct CBORShapeWriter {
  /// What the number behind tag 1 counts: seconds, as a double, or milliseconds, as an integer (a float breaks the SDKs
  /// that speak Kinesis' protocol).
  let timestampsInMilliseconds: Bool

  func structure(_ structure: Structure, to writer: inout CBORWriter) {
    writer.beginMap()
    members(of: structure, to: &writer)
    writer.end()
  }

  /// The members alone, into a map that is open.
  func members(of structure: Structure, to writer: inout CBORWriter) {
    for member in structure.shape.members {
      let slot = structure.slots[member.index]
      if slot.isAbsent { continue }
      writer.text(member.name)
      value(slot, member.target.shape, to: &writer)
    }
  }

  private func value(_ value: Value, _ shape: Shape, to writer: inout CBORWriter) {
    switch value {
    case .absent, .null, .custom: writer.null()
    case .boolean(let flag): writer.bool(flag)
    case .integer(let number): writer.integer(number)
    case .double(let number):
      if case .float = shape.kind { writer.float(Float(number)) } else { writer.double(number) }
    case .string(let string): writer.text(string)
    case .blob(let blob): writer.byteString(blob.bytes)
    case .timestamp(let timestamp):
      writer.tag(1)
      if timestampsInMilliseconds {
        writer.integer(timestamp.milliseconds)
      } else {
        writer.double(timestamp.epochSeconds)
      }
    case .list(let values):
      guard case .list(let element) = shape.kind else { return writer.null() }
      let inner = element.shape
      writer.beginArray()
      for each in values { self.value(each, inner, to: &writer) }
      writer.end()
    case .map(let entries):
      guard case .map(_, let mapped) = shape.kind else { return writer.null() }
      let inner = mapped.shape
      writer.beginMap()
      for entry in entries {
        writer.text(entry.key)
        self.value(entry.value, inner, to: &writer)
      }
      writer.end()
    case .structure(let inner): structure(inner, to: &writer)
    }
  }
}
