/// The files that Athena writes beside a result.
package enum ResultFiles {
  /// The CSV's first line.
  package static func csvHeader(_ columns: [ColumnInfo]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, column) in columns.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      quote(Array(column.name.utf8)[...], to: &bytes)
    }
    bytes.append(10)
    return bytes
  }

  /// Every cell quoted, `"` doubled; NULL is nothing at all and the empty text is `""`.
  package static func csv(_ page: ResultPage) -> [UInt8] {
    var bytes: [UInt8] = []
    for row in 0..<page.rowCount {
      page.write(row, to: &bytes, separator: UInt8(ascii: ",")) { cell, output in
        if let cell { quote(cell, to: &output) }
      }
    }
    return bytes
  }

  private static func quote(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if text.contains(UInt8(ascii: "\"")) {
      for byte in text {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
    } else {
      bytes += text
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// The `.txt` of definitions and SHOW: cells parted by tabs, no header, nothing quoted.
  package static func text(_ page: ResultPage) -> [UInt8] {
    var bytes: [UInt8] = []
    for row in 0..<page.rowCount {
      page.write(row, to: &bytes, separator: 9) { cell, output in if let cell { output += cell } }
    }
    return bytes
  }

  /// The `.metadata` file: protocol buffers with the query's id as 1 and each column as 4 (1 catalog, 4 name, 5 label,
  /// 6 type, 7 precision, 8 scale, 9 nullable = 3, 10 case sensitive); zero fields are left out.
  package static func metadata(_ columns: [ColumnInfo], queryID: String) -> [UInt8] {
    var bytes: [UInt8] = []
    append(1, Array(queryID.utf8), to: &bytes)
    for column in columns {
      var inner: [UInt8] = []
      append(1, Array("hive".utf8), to: &inner)
      append(4, Array(column.name.utf8), to: &inner)
      append(5, Array(column.name.utf8), to: &inner)
      append(6, Array(column.type.utf8), to: &inner)
      append(7, column.precision, to: &inner)
      append(8, column.scale, to: &inner)
      append(9, 3, to: &inner)
      append(10, column.isCaseSensitive ? 1 : 0, to: &inner)
      append(4, inner, to: &bytes)
    }
    return bytes
  }

  private static func appendVarint(_ value: Int, to bytes: inout [UInt8]) {
    var rest: UInt64 = UInt64(bitPattern: Int64(value))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func append(_ field: Int, _ value: [UInt8], to bytes: inout [UInt8]) {
    appendVarint(field << 3 | 2, to: &bytes)
    appendVarint(value.count, to: &bytes)
    bytes += value
  }

  private static func append(_ field: Int, _ value: Int, to bytes: inout [UInt8]) {
    if value == 0 { return }
    appendVarint(field << 3, to: &bytes)
    appendVarint(value, to: &bytes)
  }
}
