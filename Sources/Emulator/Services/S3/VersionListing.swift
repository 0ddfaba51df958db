import Protocols
import Storage

/// Pages of a bucket's versions: keys in the order of their bytes, the versions of a key from the newest to the oldest.
struct VersionListing {
  struct Entry: Sendable {
    var key: String
    var object: StoredObject
  }

  struct Page {
    var entries: [Entry] = []
    var commonPrefixes: [String] = []
    var isTruncated = false
    /// What the page ends with, where more follow: a key with its version, or a common prefix alone.
    var lastKey = ""
    var lastVersion: String?
  }

  /// Behind which version a page begins.
  struct Start {
    var key: [UInt8] = []
    var age = Int.min
  }

  private let select: Statement

  init(_ database: Database) throws {
    func range(_ state: Int) -> String {
      """
      SELECT \(ObjectStatements.columns), key, age FROM s3_versions
      WHERE bucket = ?1 AND state = \(state) AND (key, age) >= (?2, ?3) AND key < ?4
      """
    }
    // Three ranges of one index, merged as they are read.
    select = try database.prepare([0, 1, 2].map(range).joined(separator: " UNION ALL ") + " ORDER BY key, age")
  }

  func page(
    _ bucket: StoredBucket, prefix: String, delimiter: String, from start: Start, limit: Int
  ) throws(AWSError) -> Page {
    try S3Store.sql { () throws(DatabaseError) in
      try read(bucket.id, Array(prefix.utf8), Array(delimiter.utf8), start, limit)
    }
  }

  private func read(
    _ bucket: Int, _ prefix: [UInt8], _ delimiter: [UInt8], _ start: Start, _ limit: Int
  ) throws(DatabaseError) -> Page {
    var page = Page()
    if limit == 0 { return page }
    let end = KeyBounds.end(ofPrefix: prefix)
    let from = start.key.lexicographicallyPrecedes(prefix) ? Start(key: prefix) : start
    defer { select.reset() }
    select.bind([.int(bucket), .blob(from.key), .int(from.age), .blob(end)])
    while try select.step() {
      if page.entries.count + page.commonPrefixes.count == limit {
        page.isTruncated = true
        return page
      }
      let group = select.withBlob(16) { key -> [UInt8]? in
        KeyBounds.end(of: delimiter, in: key, from: prefix.count).map { Array(key[..<$0]) }
      }
      if let group {
        page.lastKey = String(decoding: group, as: UTF8.self)
        page.lastVersion = nil
        page.commonPrefixes.append(page.lastKey)
        select.reset()
        select.bind([.int(bucket), .blob(KeyBounds.end(ofPrefix: group)), .int(Int.min), .blob(end)])
        continue
      }
      let key = select.withBlob(16) { String(decoding: $0, as: UTF8.self) }
      let object = S3Store.object(select)
      page.lastKey = key
      page.lastVersion = object.versionID
      page.entries.append(Entry(key: key, object: object))
    }
    return page
  }
}
