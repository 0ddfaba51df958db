import Protocols

/// The items of an import's files, out of their lines.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Format.html
struct ImportReading {
  enum Format: Sendable {
    case json
    /// `header` nil: the first line of each file.
    case csv(delimiter: UInt8, header: [String]?)
  }

  private let format: Format
  /// Attributes of keys have their types in CSV; all others are strings.
  private let types: [String: AttributeType]
  private var header: [String]?

  init(_ format: Format, types: [String: AttributeType]) {
    self.format = format
    self.types = types
    if case .csv(_, let given) = format { header = given }
  }

  enum Line {
    case item(Item)
    /// A line that is no item.
    case wrong
    /// A header, or a blank line.
    case nothing
  }

  /// Of one whole file; `take` gets each line's item in turn.
  mutating func read(_ file: [UInt8]) -> [Line] {
    switch format {
    case .json: return file.split(separator: UInt8(ascii: "\n")).map { Self.item(Array($0)) }
    case .csv(let delimiter, let given):
      if given == nil { header = nil }
      return Self.rows(of: file, delimiter).map { row($0) }
    }
  }

  private static func item(_ line: [UInt8]) -> Line {
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return .nothing }
    // The member is cut out as it stands, so that numbers keep their digits.
    guard let json = try? JSONValue.parse(line), let inner = json["Item"], let item = ItemJSON.item(inner.bytes) else {
      return .wrong
    }
    return .item(item)
  }

  private mutating func row(_ fields: [[UInt8]]) -> Line {
    if fields.count == 1 && fields[0].isEmpty { return .nothing }
    guard let header else {
      self.header = fields.map { String(decoding: $0, as: UTF8.self) }
      return .nothing
    }
    if fields.count != header.count { return .wrong }
    var map = AttributeMap()
    for (name, field) in zip(header, fields) {
      let key = Array(name.utf8)
      switch types[name] {
      case .number:
        guard let number = try? DecimalNumber(parsing: field) else { return .wrong }
        map[key] = .number(number)
      case .binary:
        guard let bytes = Base64.decode(field) else { return .wrong }
        map[key] = .binary(bytes)
      default: map[key] = .string(field)
      }
    }
    return .item(Item(map))
  }

  /// RFC 4180: a field in quotes may hold delimiters and line ends; a quote in it is doubled.
  static func rows(of file: [UInt8], _ delimiter: UInt8) -> [[[UInt8]]] {
    var rows: [[[UInt8]]] = []
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var isQuoted = false
    var index = 0
    while index < file.count {
      let byte = file[index]
      index += 1
      if isQuoted {
        if byte != UInt8(ascii: "\"") {
          field.append(byte)
        } else if index < file.count, file[index] == UInt8(ascii: "\"") {
          field.append(byte)
          index += 1
        } else {
          isQuoted = false
        }
      } else if byte == UInt8(ascii: "\""), field.isEmpty {
        isQuoted = true
      } else if byte == delimiter {
        fields.append(field)
        field = []
      } else if byte == UInt8(ascii: "\n") {
        if field.last == UInt8(ascii: "\r") { field.removeLast() }
        fields.append(field)
        rows.append(fields)
        fields = []
        field = []
      } else {
        field.append(byte)
      }
    }
    if !field.isEmpty || !fields.isEmpty { rows.append(fields + [field]) }
    return rows
  }
}
