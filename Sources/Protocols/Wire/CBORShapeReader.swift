/// Reads values of any shape out of CBOR, for RPC v2 and for Kinesis' own protocol.
///
/// Null members, and members that the shape does not know, are left out; a null in a list or map that keeps none is refused.
struct CBORShapeReader {
  /// What the number behind tag 1 counts: seconds (RFC 8949) or, in Kinesis' protocol, milliseconds.
  let timestampsInMilliseconds: Bool

  /// The one map that a body is.
  func document(_ shape: Shape, _ body: [UInt8]) throws(AWSError) -> Structure {
    do throws(CBORError) {
      return try body.withBytes { (bytes: UnsafeRawBufferPointer) throws(CBORError) -> Structure in
        var reader = CBORReader(bytes)
        let structure = try structure(shape, &reader)
        try reader.end()
        return structure
      }
    } catch {
      throw AWSError.serialization(error.description)
    }
  }

  private func structure(_ shape: Shape, _ reader: inout CBORReader) throws(CBORError) -> Structure {
    var structure = Structure(shape)
    let start = reader.offset
    try reader.beginMap()
    let members = shape.members
    // Clients send members in the model's order more often than not: look at the one after the last first.
    var next = 0
    while let key = try reader.nextKey() {
      var found: AnyMember?
      for step in 0..<members.count {
        var index = next + step
        if index >= members.count { index -= members.count }
        if members[index].nameBytes.withUnsafeBytes({ key.equals($0) }) {
          found = members[index]
          next = index + 1
          break
        }
      }
      if let found {
        structure.slots[found.index] = try value(found.target.shape, &reader)
      } else if case .union = shape.kind, !key.equals("__type") {
        // A union with a member that nobody knows is not the one that the caller meant.
        guard try reader.takeNull() else { throw CBORError(.notAUnion, at: start) }
      } else {
        try reader.skipValue()
      }
    }
    if case .union = shape.kind {
      guard structure.slots.reduce(0, { $0 + ($1.isAbsent ? 0 : 1) }) == 1 else {
        throw CBORError(.notAUnion, at: start)
      }
    }
    return structure
  }

  private func value(_ shape: Shape, _ reader: inout CBORReader) throws(CBORError) -> Value {
    if try reader.takeNull() { return .absent }
    switch shape.kind {
    case .boolean: return .boolean(try reader.bool())
    case .byte: return .integer(try integer(&reader, Int64(Int8.min)...Int64(Int8.max)))
    case .short: return .integer(try integer(&reader, Int64(Int16.min)...Int64(Int16.max)))
    case .integer: return .integer(try integer(&reader, Int64(Int32.min)...Int64(Int32.max)))
    case .long: return .integer(try reader.int64())
    case .float, .double: return .double(try reader.double())
    case .string: return .string(try reader.string())
    case .blob: return .blob(Blob(try reader.byteString()))
    case .timestamp: return .timestamp(try timestamp(&reader))
    case .structure, .union: return .structure(try structure(shape, &reader))
    case .list(let element):
      var values: [Value] = []
      let inner = element.shape
      try reader.beginArray()
      while try reader.nextElement() {
        let value = try value(inner, &reader)
        if value.isAbsent && !shape.isSparse { throw CBORError(.unexpectedNull, at: reader.offset - 1) }
        values.append(value.isAbsent ? .null : value)
      }
      return .list(values)
    case .map(_, let mapped):
      return .map(try map(mapped.shape, isSparse: shape.isSparse, &reader))
    case .document, .custom: throw CBORError(.unsupported, at: reader.offset)
    }
  }

  private func map(_ shape: Shape, isSparse: Bool, _ reader: inout CBORReader) throws(CBORError) -> [MapEntry] {
    var entries: [MapEntry] = []
    try reader.beginMap()
    while let key = try reader.nextKey()?.string {
      var value = try value(shape, &reader)
      if value.isAbsent {
        if !isSparse { throw CBORError(.unexpectedNull, at: reader.offset - 1) }
        value = .null
      }
      entries.append(MapEntry(key: key, value: value))
    }
    entries.keepLastOfEqualKeys()
    return entries
  }

  private func integer(_ reader: inout CBORReader, _ range: ClosedRange<Int64>) throws(CBORError) -> Int64 {
    let start = reader.offset
    let value = try reader.int64()
    guard range.contains(value) else { throw CBORError(.outOfRange, at: start) }
    return value
  }

  private func timestamp(_ reader: inout CBORReader) throws(CBORError) -> Timestamp {
    let start = reader.offset
    guard try reader.tag() == 1 else { throw CBORError(.notATimestamp, at: start) }
    if try reader.peek() == .integer {
      let value = try reader.int64()
      return timestampsInMilliseconds ? Timestamp(milliseconds: value) : Timestamp(seconds: value)
    }
    let value = try reader.double()
    guard let timestamp = Timestamp(epochSeconds: timestampsInMilliseconds ? value / 1000 : value) else {
      throw CBORError(.outOfRange, at: start)
    }
    return timestamp
  }
}
