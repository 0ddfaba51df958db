/// Brings the tables of one room (a service) to the version that its code knows, step by step, and refuses a file that a
/// newer Cauce has written. The version of each room stands in `schema_version`; `PRAGMA user_version` is the version of
/// the file's own layout.
package enum Migrator {
  package static let fileVersion = 1

  package struct NewerFile: Error, CustomStringConvertible {
    package let description: String
  }

  /// Called once when the database is opened.
  package static func open(_ database: Database) throws {
    let found = try database.prepare("PRAGMA user_version").first([]) { $0.int(0) } ?? 0
    guard found <= fileVersion else {
      throw NewerFile(
        description: "the data folder was written by a newer version (format \(found), this one knows \(fileVersion))")
    }
    try database.execute(
      """
      CREATE TABLE IF NOT EXISTS schema_version (room TEXT PRIMARY KEY, version INTEGER NOT NULL);
      PRAGMA user_version = \(fileVersion);
      """)
  }

  /// Runs the steps that the file has not seen: `steps[0]` makes version 1 from nothing, and so on. A step that was ever
  /// released is never edited; a change is a further step.
  package static func migrate(_ database: Database, room: String, steps: [String]) throws {
    let select = try database.prepare("SELECT version FROM schema_version WHERE room = ?")
    let found = try select.first([.text(room)]) { $0.int(0) } ?? 0
    guard found <= steps.count else {
      throw NewerFile(
        description: "the data folder was written by a newer version (\(room) \(found), this one knows \(steps.count))")
    }
    guard found < steps.count else { return }
    try database.execute(
      "BEGIN;" + steps[found...].joined(separator: ";")
        + ";INSERT OR REPLACE INTO schema_version VALUES ('\(room)', \(steps.count)); COMMIT;")
  }
}
