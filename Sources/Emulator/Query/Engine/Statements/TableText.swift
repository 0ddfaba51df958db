import SQLParser

/// Tables to and from the words of DDL.
enum TableText {
  static func directory(_ location: String) -> String { location.hasSuffix("/") ? location : location + "/" }

  /// To 20 characters, as DESCRIBE shows its cells.
  static func padded(_ text: String) -> String {
    text + String(repeating: " ", count: max(0, 20 - text.unicodeScalars.count))
  }

  /// `year=2024/month=01`
  static func partitionName(_ table: TableDefinition, _ values: [String]) -> String {
    zip(table.partitionKeys, values).map { $0.name + "=" + $1 }.joined(separator: "/")
  }

  static func describe(_ table: TableDefinition) -> [[String]] {
    func row(_ column: ColumnDefinition) -> [String] {
      [padded(column.name), padded(column.type), padded(column.comment ?? "")]
    }
    var rows: [[String]] = (table.columns + table.partitionKeys).map(row)
    if !table.partitionKeys.isEmpty {
      rows.append(["", "", ""])
      rows.append(["# Partition Information", "", ""])
      rows.append([padded("# col_name"), padded("data_type"), padded("comment")])
      rows.append(["", "", ""])
      rows += table.partitionKeys.map(row)
    }
    return rows
  }

  private static func quoted(_ text: String) -> String { "'" + text + "'" }

  private static func columnLines(_ columns: [ColumnDefinition]) -> [String] {
    columns.enumerated().map { index, column in
      let comment: String = column.comment.map { " COMMENT " + quoted($0) } ?? ""
      return "  `\(column.name)` \(column.type)\(comment)" + (index == columns.count - 1 ? ")" : ", ")
    }
  }

  private static func propertyLines(_ properties: [String: String]) -> [String] {
    let sorted: [(key: String, value: String)] = properties.sorted { $0.key < $1.key }
    return sorted.enumerated().map { index, entry in
      "  \(quoted(entry.key))=\(quoted(entry.value))" + (index == sorted.count - 1 ? ")" : ", ")
    }
  }

  /// SHOW CREATE TABLE, a line a row.
  static func createStatement(_ table: TableDefinition) -> [String] {
    var lines: [String] = ["CREATE EXTERNAL TABLE `\(table.database).\(table.name)`("]
    lines += columnLines(table.columns)
    if let comment: String = table.comment { lines.append("COMMENT " + quoted(comment)) }
    if !table.partitionKeys.isEmpty {
      lines.append("PARTITIONED BY ( ")
      lines += columnLines(table.partitionKeys)
    }
    lines.append("ROW FORMAT SERDE ")
    lines.append("  " + quoted(table.storage.serde ?? "") + " ")
    if !table.storage.serdeParameters.isEmpty {
      lines.append("WITH SERDEPROPERTIES ( ")
      lines += propertyLines(table.storage.serdeParameters)
    }
    lines.append("STORED AS INPUTFORMAT ")
    lines.append("  " + quoted(table.storage.inputFormat ?? "") + " ")
    lines.append("OUTPUTFORMAT ")
    lines.append("  " + quoted(table.storage.outputFormat ?? ""))
    lines.append("LOCATION")
    lines.append("  " + quoted(table.storage.location ?? ""))
    if !table.parameters.isEmpty {
      lines.append("TBLPROPERTIES (")
      lines += propertyLines(table.parameters)
    }
    return lines
  }

  static let textInput = "org.apache.hadoop.mapred.TextInputFormat"
  static let textOutput = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"

  /// What CREATE EXTERNAL TABLE puts into the catalog.
  static func definition(_ made: CreateTable, database: String, name: String) throws(QueryFailure) -> TableDefinition {
    guard made.isExternal || made.properties.contains(where: { $0.key.lowercased() == "table_type" }) else {
      throw QueryFailure(
        nil, "FAILED: ParseException line 1:7 only external tables can be made: use CREATE EXTERNAL TABLE")
    }
    if made.properties.contains(where: { $0.key.lowercased() == "table_type" && $0.value.uppercased() == "ICEBERG" }) {
      throw .notSupported("An Iceberg table")
    }
    guard let location: String = made.location, ObjectLocation(location) != nil else {
      throw QueryFailure(
        nil, "FAILED: SemanticException Table \(database).\(name) needs a LOCATION that starts with s3://")
    }
    func column(_ column: CreateTable.Column) -> ColumnDefinition {
      ColumnDefinition(column.name, column.type, comment: column.comment)
    }
    var seen: Set<String> = []
    for column in made.columns + made.partitionKeys where !seen.insert(column.name).inserted {
      throw QueryFailure(nil, "FAILED: SemanticException [Error 10036]: Duplicate column name: " + column.name)
    }
    var parameters: [String: String] = ["EXTERNAL": "TRUE"]
    for property in made.properties { parameters[property.key] = property.value }
    return TableDefinition(
      database: database, name: name, columns: made.columns.map(column), partitionKeys: made.partitionKeys.map(column),
      storage: try storage(made, location: location), comment: made.comment, parameters: parameters)
  }

  private static func storage(_ made: CreateTable, location: String) throws(QueryFailure) -> StorageDefinition {
    var storage = StorageDefinition(
      location: location, inputFormat: textInput, outputFormat: textOutput,
      serde: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe")
    switch made.storedAs {
    case nil, .format("TEXTFILE"): break
    case .format(let name): throw .notSupported("STORED AS " + name)
    case .classes(let input, let output):
      storage.inputFormat = input
      storage.outputFormat = output
    }
    switch made.rowFormat {
    case nil: storage.serdeParameters = ["serialization.format": "1"]
    case .serde(let library, let properties):
      storage.serde = library
      for property in properties { storage.serdeParameters[property.key] = property.value }
    case .delimited(let properties):
      for property in properties { storage.serdeParameters[property.key] = property.value }
    }
    return storage
  }
}
