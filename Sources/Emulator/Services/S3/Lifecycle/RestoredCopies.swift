import Protocols
import Runtime
import Storage

/// The restored copies of archived objects, by their ends: when one is over, the bucket's targets are told. Whether a copy
/// can be read is the object's own to say (`ObjectAttributes.restoredUntil`); a row whose object has gone, was written over
/// or has another end by now is dropped without a word. Loop only.
final class RestoredCopies {
  private static let page = 200

  private let insert: Statement
  private let due: Statement
  private let remove: Statement
  private let object: Statement

  init(_ database: Database) throws {
    insert = try database.prepare("INSERT OR IGNORE INTO s3_restored (until, version) VALUES (?, ?)")
    due = try database.prepare(
      "SELECT until, version FROM s3_restored WHERE until <= ? ORDER BY until, version LIMIT ?")
    remove = try database.prepare("DELETE FROM s3_restored WHERE until = ? AND version = ?")
    object = try database.prepare("SELECT \(ObjectStatements.columns), bucket, key FROM s3_versions WHERE id = ?")
  }

  func add(_ object: StoredObject, until end: Timestamp) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in try insert.run(.int(Int(end.milliseconds)), .int(object.id)) }
  }

  /// One page of those that are over; whether there may be more.
  func expire(_ service: S3Service) throws(AWSError) -> Bool {
    let now = service.now
    let rows = try S3Store.sql { () throws(DatabaseError) in
      try due.all([.int(Int(now.milliseconds)), .int(Self.page)]) { (end: $0.int(0), version: $0.int(1)) }
    }
    if rows.isEmpty { return false }
    var buckets: [Int: StoredBucket] = [:]
    for bucket in service.store.buckets.values { buckets[bucket.id] = bucket }
    for row in rows {
      let found = try S3Store.sql { () throws(DatabaseError) in
        try remove.run(.int(row.end), .int(row.version))
        return try object.first([.int(row.version)]) {
          (object: S3Store.object($0), bucket: $0.int(16), key: String(decoding: $0.blob(17), as: UTF8.self))
        }
      }
      guard let found, let bucket = buckets[found.bucket],
        ObjectAttributes(stored: found.object.attributes).restoredUntil?.milliseconds == Int64(row.end)
      else { continue }
      try service.tell(
        S3Event(
          name: .restoreDelete, key: found.key, size: found.object.size, etag: found.object.etag,
          versionID: bucket.shownVersion(found.object)),
        in: bucket)
    }
    return rows.count == Self.page
  }
}
