/// Another catalog than Glue's: a federated source.
package protocol ConnectorPort: Sendable {
  func schemas() async throws(QueryFailure) -> [String]
  func tables(in schema: String) async throws(QueryFailure) -> [String]
  /// nil where it does not exist. Names come in lower case.
  func table(_ schema: String, _ name: String) async throws(QueryFailure) -> ConnectorTable?
  /// Starts reading. `columns` are indexes into the table's columns; the pages have just those, in that order.
  /// `constraints` may be used to read less: the engine checks every row again. `limit`: so many rows suffice.
  func scan(
    _ table: ConnectorTable, columns: [Int], constraints: [ColumnConstraint], limit: Int?
  ) async throws(QueryFailure) -> any ConnectorScan
}

package struct ConnectorTable: Sendable {
  package struct Column: Sendable, Equatable {
    /// In lower case.
    package var name: String
    package var type: SQLType
    package init(_ name: String, _ type: SQLType) {
      self.name = name
      self.type = type
    }
  }
  package var schema: String
  /// As the source spells it.
  package var name: String
  package var columns: [Column]
  package init(schema: String, name: String, columns: [Column]) {
    self.schema = schema
    self.name = name
    self.columns = columns
  }
}

/// `column IN (values)`, with one value for an equality. Values have the column's type and are never NULL.
package struct ColumnConstraint: Sendable, Equatable {
  package var column: Int
  package var values: [Datum]
  package init(column: Int, values: [Datum]) {
    self.column = column
    self.values = values
  }
}

/// A reading under way; asked for pages by one task.
package protocol ConnectorScan: AnyObject {
  /// nil at the end. A page has at most 4,096 rows.
  func next() async throws(QueryFailure) -> Batch?
  /// Read so far.
  var bytesScanned: Int { get }
}
