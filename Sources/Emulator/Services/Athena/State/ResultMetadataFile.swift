import Protocols

/// The `.metadata` file beside a result, in protocol buffers: what drivers read that take results from S3. Field numbers
/// as those drivers know them (https://github.com/burtcorp/athena-jdbc).
enum ResultMetadataFile {
  static func bytes(_ columns: [Values<ColumnInfo>], queryID: String) -> [UInt8] {
    var out: [UInt8] = []
    text(1, queryID, &out)
    for column in columns {
      var inner: [UInt8] = []
      text(1, column[ColumnInfo.catalogName] ?? "", &inner)
      text(4, column[ColumnInfo.name], &inner)
      text(5, column[ColumnInfo.label] ?? "", &inner)
      text(6, column[ColumnInfo.type], &inner)
      number(7, Int(column[ColumnInfo.precision] ?? 0), &inner)
      number(8, Int(column[ColumnInfo.scale] ?? 0), &inner)
      // UNKNOWN
      number(9, 3, &inner)
      number(10, column[ColumnInfo.caseSensitive] == true ? 1 : 0, &inner)
      field(4, inner, &out)
    }
    return out
  }

  private static func text(_ number: Int, _ value: String, _ out: inout [UInt8]) {
    if !value.isEmpty { field(number, Array(value.utf8), &out) }
  }

  /// Length-delimited.
  private static func field(_ number: Int, _ value: [UInt8], _ out: inout [UInt8]) {
    varint(number << 3 | 2, &out)
    varint(value.count, &out)
    out += value
  }

  /// Zero is left out.
  private static func number(_ number: Int, _ value: Int, _ out: inout [UInt8]) {
    if value == 0 { return }
    varint(number << 3, &out)
    varint(value, &out)
  }

  private static func varint(_ value: Int, _ out: inout [UInt8]) {
    var rest = UInt64(bitPattern: Int64(value))
    while rest >= 0x80 {
      out.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    out.append(UInt8(rest))
  }
}
