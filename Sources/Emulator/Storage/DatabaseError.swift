/// What SQLite refused, with the statement that it refused. Never holds bound values: they are the users' data.
package struct DatabaseError: Error, CustomStringConvertible {
  /// SQLite's extended result code (https://www.sqlite.org/rescode.html).
  package let code: Int32
  package let message: String
  package let sql: String

  package var description: String { "SQLite \(code): \(message)" + (sql.isEmpty ? "" : " [\(sql)]") }

  /// A unique or primary key that is there already (SQLITE_CONSTRAINT).
  package var isConstraint: Bool { code & 0xff == 19 }
}
