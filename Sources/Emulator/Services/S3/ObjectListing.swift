import Protocols
import Storage

/// An object as a listing shows it.
struct ListedKey: Sendable {
  var key: String
  var modified: Timestamp
  var size: Int
  var etag: String
  var storageClass: String
  var checksumAlgorithm: ChecksumAlgorithm?
  var checksumType: ChecksumType
  /// Empty: the bucket's.
  var owner: String
  /// Of an archived object: the end of its restored copy, where it had one.
  var archive: ArchiveState?
}

/// What a listing can tell of an object whose bytes are archived.
struct ArchiveState: Sendable {
  var restoredUntil: Timestamp?
}

/// Pages of a bucket's keys in the order of their bytes. A page costs a page: rows are read from where it begins, and a
/// common prefix is one row read and one jump past all that it stands for.
struct ObjectListing {
  struct Page {
    var keys: [ListedKey] = []
    var commonPrefixes: [String] = []
    /// The last key or common prefix of the page where more follow, and the first key that the next page may have.
    var last: String?
    var next: [UInt8]?
  }

  private let select: Statement

  init(_ database: Database) throws {
    select = try database.prepare(
      """
      SELECT key, modified, size, etag, storage_class, checksum_algorithm, checksum_type, owner, attributes FROM s3_versions
      WHERE bucket = ? AND state = 0 AND key >= ? AND key < ? ORDER BY key
      """)
  }

  /// Up to `limit` keys and common prefixes from `start` on.
  func page(
    _ bucket: StoredBucket, prefix: String, delimiter: String, from start: [UInt8], limit: Int
  ) throws(AWSError) -> Page {
    try S3Store.sql { () throws(DatabaseError) in
      try read(bucket.id, Array(prefix.utf8), Array(delimiter.utf8), start, limit)
    }
  }

  private func read(
    _ bucket: Int, _ prefix: [UInt8], _ delimiter: [UInt8], _ start: [UInt8], _ limit: Int
  ) throws(DatabaseError) -> Page {
    var page = Page()
    if limit == 0 { return page }
    let end = KeyBounds.end(ofPrefix: prefix)
    var from = start.lexicographicallyPrecedes(prefix) ? prefix : start
    var count = 0
    var last: [UInt8] = []
    defer { select.reset() }
    seek(bucket, from, end)
    while try select.step() {
      let group = select.withBlob(0) { key -> [UInt8]? in
        KeyBounds.end(of: delimiter, in: key, from: prefix.count).map { Array(key[..<$0]) }
      }
      if count == limit {
        page.last = String(decoding: last, as: UTF8.self)
        page.next = from
        return page
      }
      count += 1
      if let group {
        page.commonPrefixes.append(String(decoding: group, as: UTF8.self))
        last = group
        from = KeyBounds.end(ofPrefix: group)
        select.reset()
        seek(bucket, from, end)
        continue
      }
      if count == limit {
        last = select.blob(0)
        from = KeyBounds.after(last)
      }
      page.keys.append(
        ListedKey(
          key: select.withBlob(0) { String(decoding: $0, as: UTF8.self) },
          modified: Timestamp(milliseconds: Int64(select.int(1))), size: select.int(2), etag: select.text(3),
          storageClass: select.text(4), checksumAlgorithm: ChecksumAlgorithm(rawValue: select.int(5)),
          checksumType: ChecksumType(rawValue: select.int(6)) ?? .fullObject, owner: select.text(7)))
      if StoredObject.archives(page.keys[page.keys.count - 1].storageClass) {
        page.keys[page.keys.count - 1].archive = ArchiveState(
          restoredUntil: ObjectAttributes(stored: select.text(8)).restoredUntil)
      }
    }
    return page
  }

  private func seek(_ bucket: Int, _ from: [UInt8], _ end: [UInt8]) {
    select.bind(1, bucket)
    select.bind(2, from)
    select.bind(3, end)
  }

  /// Where a page behind `marker` begins. A marker that is a common prefix stands for all that it covers.
  static func start(after marker: String, prefix: String, delimiter: String) -> [UInt8] {
    let bytes = Array(marker.utf8)
    if bytes.isEmpty { return [] }
    let skip = prefix.utf8.count
    if !delimiter.isEmpty, bytes.count > skip, bytes.starts(with: prefix.utf8) {
      let end = bytes.withUnsafeBytes { KeyBounds.end(of: Array(delimiter.utf8), in: $0, from: skip) }
      if end == bytes.count { return KeyBounds.end(ofPrefix: bytes) }
    }
    return KeyBounds.after(bytes)
  }
}

/// `continuation-token`: where the next page begins.
enum ContinuationToken {
  static func text(_ start: [UInt8]) -> String { Base64.encode([1] + start) }

  static func start(_ text: String) throws(AWSError) -> [UInt8] {
    guard let bytes = Base64.decode(text), bytes.first == 1 else {
      throw AWSError.invalidArgument("continuation-token", text, "The continuation token provided is incorrect")
    }
    return Array(bytes.dropFirst())
  }
}
