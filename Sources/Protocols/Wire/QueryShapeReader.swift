/// Reads values of any shape out of a form, for awsQuery: `Tags.member.1.Key=a`.
///
/// The fields are sorted by name, so that everything below one name stands together and is found by halving: a form of many
/// fields costs no more than its length times the depth of the shape.
struct QueryShapeReader {
  /// Deeper shapes than this are not followed: recursive ones could be sent without end.
  private static let depthLimit = 50

  private let fields: [(name: [UInt8], value: String)]

  init(_ form: [Form.Field]) {
    let names = form.map { Array($0.name.utf8) }
    // Of two fields of one name the last stands last, and counts.
    let order = form.indices.sorted {
      names[$0] == names[$1] ? $0 < $1 : names[$0].lexicographicallyPrecedes(names[$1])
    }
    fields = order.map { (names[$0], form[$0].value) }
  }

  static func malformed(_ message: String) -> AWSError { AWSError("MalformedInput", message) }

  func structure(_ shape: Shape) throws(AWSError) -> Structure {
    try structure(shape, [], 0..<fields.count, depth: 0)
  }

  /// `prefix` ends with a dot, or is empty; `range` holds the fields below it.
  private func structure(
    _ shape: Shape, _ prefix: [UInt8], _ range: Range<Int>, depth: Int
  ) throws(AWSError) -> Structure {
    guard depth < QueryShapeReader.depthLimit else { throw QueryShapeReader.malformed("The input is too deep.") }
    var structure = Structure(shape)
    for member in shape.members {
      let name = prefix.isEmpty ? member.queryNameBytes : prefix + member.queryNameBytes
      let format = member.timestampFormat ?? member.target.timestampFormat
      structure.slots[member.index] = try value(
        member.target.shape, name, range, format, isFlattened: member.isFlattened, depth: depth)
    }
    if case .union = shape.kind {
      guard structure.slots.reduce(0, { $0 + ($1.isAbsent ? 0 : 1) }) == 1 else {
        throw QueryShapeReader.malformed("A union must have exactly one member set.")
      }
    }
    return structure
  }

  /// The value named `name`, or `.absent`.
  private func value(
    _ shape: Shape, _ name: [UInt8], _ range: Range<Int>, _ format: TimestampFormat?, isFlattened: Bool, depth: Int
  ) throws(AWSError) -> Value {
    switch shape.kind {
    case .structure, .union:
      let prefix = name + [UInt8(ascii: ".")]
      let below = self.below(prefix, range)
      if below.isEmpty { return .absent }
      return .structure(try structure(shape, prefix, below, depth: depth + 1))
    case .list(let element):
      var prefix = name + [UInt8(ascii: ".")]
      if !isFlattened { prefix += Array((element.xmlName ?? "member").utf8) + [UInt8(ascii: ".")] }
      var values: [Value] = []
      for (entry, below) in try entries(prefix, range) {
        let value = try value(
          element.shape, entry, below, element.timestampFormat, isFlattened: false, depth: depth + 1)
        if !value.isAbsent { values.append(value) }
      }
      // `Names=` is how an empty list is sent.
      if values.isEmpty, exact(name, range) == nil { return .absent }
      return .list(values)
    case .map(let key, let mapped):
      var prefix = name + [UInt8(ascii: ".")]
      if !isFlattened { prefix += Array("entry.".utf8) }
      var entries: [MapEntry] = []
      for (entry, below) in try self.entries(prefix, range) {
        let keyName = entry + Array(("." + (key.xmlName ?? "key")).utf8)
        guard let index = exact(keyName, below) else {
          throw QueryShapeReader.malformed("A map's entry has no key: \(String(decoding: entry, as: UTF8.self))")
        }
        let valueName = entry + Array(("." + (mapped.xmlName ?? "value")).utf8)
        let value = try value(
          mapped.shape, valueName, below, mapped.timestampFormat, isFlattened: false, depth: depth + 1)
        if value.isAbsent { continue }
        entries.append(MapEntry(key: fields[index].value, value: value))
      }
      entries.keepLastOfEqualKeys()
      if entries.isEmpty, exact(name, range) == nil { return .absent }
      return .map(entries)
    default:
      guard let index = exact(name, range) else { return .absent }
      let text = fields[index].value
      guard let value = ScalarText.read(text, shape, format ?? .dateTime) else {
        let shown = String(decoding: name, as: UTF8.self)
        throw QueryShapeReader.malformed(
          "The value of \(shown) can not be converted to \(JSONShapeReader.words(shape.kind))")
      }
      return value
    }
  }

  // MARK: Looking up

  /// The first place at which a name is not before `name`.
  private func lowerBound(_ name: [UInt8], _ range: Range<Int>) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = low + (high - low) / 2
      if fields[middle].name.lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The fields whose names begin with `prefix`, which ends with a dot.
  private func below(_ prefix: [UInt8], _ range: Range<Int>) -> Range<Int> {
    let start = lowerBound(prefix, range)
    // The byte after the dot bounds everything below it.
    let end = lowerBound(prefix.dropLast() + [UInt8(ascii: ".") + 1], start..<range.upperBound)
    return start..<end
  }

  /// The last field of exactly that name.
  private func exact(_ name: [UInt8], _ range: Range<Int>) -> Int? {
    // The first place at which a name is behind `name`, less one.
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = low + (high - low) / 2
      if name.lexicographicallyPrecedes(fields[middle].name) { high = middle } else { low = middle + 1 }
    }
    let index = low - 1
    return index >= range.lowerBound && fields[index].name == name ? index : nil
  }

  /// The numbered entries below a prefix, by number: each one's name and the fields at and below it. Gaps do not matter.
  private func entries(_ prefix: [UInt8], _ range: Range<Int>) throws(AWSError) -> [(name: [UInt8], below: Range<Int>)]
  {
    let all = below(prefix, range)
    var found: [(number: Int, below: Range<Int>)] = []
    var index = all.lowerBound
    while index < all.upperBound {
      let digits = fields[index].name[prefix.count...].prefix { $0 != UInt8(ascii: ".") }
      guard let number = Int(String(decoding: digits, as: UTF8.self)), number >= 0, digits.first != UInt8(ascii: "+")
      else {
        let shown = String(decoding: fields[index].name, as: UTF8.self)
        throw QueryShapeReader.malformed("Not the number of an entry: \(shown)")
      }
      let start = index
      index += 1
      while index < all.upperBound,
        fields[index].name[prefix.count...].prefix(while: { $0 != UInt8(ascii: ".") }).elementsEqual(digits)
      {
        index += 1
      }
      found.append((number, start..<index))
    }
    found.sort { $0.number < $1.number }
    return found.map { entry in
      let name = fields[entry.below.lowerBound].name
      let digits = name[prefix.count...].prefix { $0 != UInt8(ascii: ".") }
      return (prefix + digits, entry.below)
    }
  }
}
