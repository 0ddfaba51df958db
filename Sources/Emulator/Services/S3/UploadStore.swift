import Protocols
import Runtime
import Storage

/// A multipart upload.
struct StoredUpload: Sendable {
  var id: Int
  /// `UploadId`
  var name: String
  var bucket: Int
  var key: String
  var initiated: Timestamp
  var storageClass: String
  /// As it was asked for; nil: CRC64NVME over the whole.
  var algorithm: ChecksumAlgorithm?
  var checksumType: ChecksumType
  var headers: String
  var tags: String
  /// The account that began it.
  var owner: String
  var attributes: String
  var body: Int
  var isCompleted: Bool
  /// Whether an object of the key was deleted since the upload began.
  var sawDeletion: Bool
  /// Of the object that a completed upload became.
  var etag: String
  var checksum: String

  /// The checksum that is kept of every part.
  var partAlgorithm: ChecksumAlgorithm { algorithm ?? .crc64nvme }
}

/// The multipart uploads. Their parts are the parts of a body that becomes the object's. Loop only.
final class UploadStore {
  private static let columns =
    "id, name, bucket, key, initiated, storage_class, checksum_algorithm, checksum_type, headers, tags, body, completed, "
    + "etag, checksum, owner, attributes, deleted"

  private let database: Database
  private let store: S3Store
  private let selectUpload: Statement
  private let selectPart: Statement
  private let selectOpen: Statement
  private let markDeleted: Statement

  init(_ database: Database, _ store: S3Store) throws {
    self.database = database
    self.store = store
    markDeleted = try database.prepare(
      "UPDATE s3_uploads SET deleted = ? WHERE bucket = ? AND key = ? AND completed IS NULL")
    selectUpload = try database.prepare("SELECT \(UploadStore.columns) FROM s3_uploads WHERE name = ?")
    selectPart = try database.prepare(
      "SELECT number, file, size, modified, md5, checksum FROM s3_parts WHERE body = ? AND number = ?")
    selectOpen = try database.prepare(
      """
      SELECT \(UploadStore.columns) FROM s3_uploads
      WHERE bucket = ? AND completed IS NULL AND (key, id) >= (?, ?) AND key < ? ORDER BY key, id
      """)
  }

  /// Returns the upload's id: 128 letters that begin with its place among all, which a marker of it keeps when it is gone.
  func create(
    _ bucket: StoredBucket, _ key: String, storageClass: String, algorithm: ChecksumAlgorithm?,
    type: ChecksumType, headers: String, tags: String, owner: String, attributes: String, now: Timestamp
  ) throws(AWSError) -> String {
    let body = try store.createBody()
    return try S3Store.sql { () throws(DatabaseError) in
      let id = try lastID() + 1
      let name = VersionID.make(id, &store.ids) + store.ids.text(96, of: UploadStore.letters)
      try database.prepare(
        """
        INSERT INTO s3_uploads (id, name, bucket, key, initiated, storage_class, checksum_algorithm, checksum_type,
          headers, tags, body, owner, attributes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        .int(id), .text(name), .int(bucket.id), .blob(Array(key.utf8)), .int(Int(now.milliseconds)),
        .text(storageClass),
        .int(orNull: algorithm?.rawValue), .int(type.rawValue), .text(headers), .text(tags), .int(body),
        .text(owner), .text(attributes))
      return name
    }
  }

  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._"

  /// Of the newest upload that there ever was.
  private func lastID() throws(DatabaseError) -> Int {
    try database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 's3_uploads'").first([]) { $0.int(0) } ?? 0
  }

  /// Completed ones too.
  func upload(_ name: String, _ bucket: StoredBucket, _ key: String) throws(AWSError) -> StoredUpload? {
    let found = try S3Store.sql { () throws(DatabaseError) in
      try selectUpload.first([.text(name)], UploadStore.upload)
    }
    guard let found, found.bucket == bucket.id, found.key == key else { return nil }
    return found
  }

  /// Of whatever bucket and key.
  private func isUpload(_ name: String) throws(AWSError) -> Bool {
    try S3Store.sql { () throws(DatabaseError) in try selectUpload.first([.text(name)]) { _ in true } ?? false }
  }

  private static func upload(_ row: Statement) -> StoredUpload {
    StoredUpload(
      id: row.int(0), name: row.text(1), bucket: row.int(2),
      key: row.withBlob(3) { String(decoding: $0, as: UTF8.self) },
      initiated: Timestamp(milliseconds: Int64(row.int(4))), storageClass: row.text(5),
      algorithm: row.int(orNil: 6).flatMap { ChecksumAlgorithm(rawValue: $0) },
      checksumType: ChecksumType(rawValue: row.int(7)) ?? .fullObject, headers: row.text(8), tags: row.text(9),
      owner: row.text(14),
      attributes: row.text(15),
      body: row.int(10), isCompleted: !row.isNull(11), sawDeletion: !row.isNull(16), etag: row.text(12),
      checksum: row.text(13))
  }

  func part(_ number: Int, of upload: StoredUpload) throws(AWSError) -> StoredPart? {
    try S3Store.sql { () throws(DatabaseError) in
      try selectPart.first([.int(upload.body), .int(number)]) { row in
        StoredPart(
          number: row.int(0), file: row.int(orNil: 1), size: row.int(2),
          modified: Timestamp(milliseconds: Int64(row.int(3))), md5: row.blob(4), checksum: row.blob(5))
      }
    }
  }

  /// The object of that key was deleted: open uploads of it may no longer be completed on conditions.
  func objectWasDeleted(_ bucket: StoredBucket, _ key: String, now: Timestamp) throws(AWSError) {
    markDeleted.bind(1, Int(now.milliseconds))
    markDeleted.bind(2, bucket.id)
    S3Store.bind(key, markDeleted, 3)
    try S3Store.sql { () throws(DatabaseError) in try markDeleted.run() }
  }

  /// The last part of a number counts.
  func setPart(
    _ number: Int, _ file: BlobWriter?, _ digest: BodyDigest.Result, of upload: StoredUpload, now: Timestamp
  ) throws(AWSError) {
    if let old = try part(number, of: upload) { try store.removePart(old, of: upload.body) }
    try store.addPart(
      number, file, digest.size, md5: digest.md5, checksum: digest.checksum(upload.partAlgorithm), to: upload.body,
      now: now)
  }

  /// The upload's reference to the body has passed to the object.
  func complete(_ upload: StoredUpload, etag: String, checksum: String, now: Timestamp) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("UPDATE s3_uploads SET completed = ?, etag = ?, checksum = ? WHERE id = ?").run(
        .int(Int(now.milliseconds)), .text(etag), .text(checksum), .int(upload.id))
    }
  }

  func abort(_ upload: StoredUpload) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("DELETE FROM s3_uploads WHERE id = ?").run(.int(upload.id))
    }
    try store.release(upload.body)
  }

  struct Page {
    var uploads: [StoredUpload] = []
    var commonPrefixes: [String] = []
    var isTruncated = false
    var lastKey = ""
    var lastUpload = ""
  }

  /// The open uploads behind a key and, where one is named, behind one of its uploads.
  func page(
    _ bucket: StoredBucket, prefix: String, delimiter: String, keyMarker: String, uploadMarker: String?, limit: Int
  ) throws(AWSError) -> Page {
    var from = ObjectListing.start(after: keyMarker, prefix: prefix, delimiter: delimiter)
    var id = 0
    if let uploadMarker, !uploadMarker.isEmpty, !keyMarker.isEmpty {
      if let marked = try upload(uploadMarker, bucket, keyMarker) {
        from = Array(keyMarker.utf8)
        id = marked.id + 1
      } else if try isUpload(uploadMarker) {
        throw AWSError.invalidArgument("upload-id-marker", uploadMarker, "Invalid uploadId marker")
      } else if uploadMarker.utf8.count == 128, let place = VersionID.row(String(uploadMarker.prefix(32))), place > 0,
        try S3Store.sql(lastID) >= place
      {
        // One that is gone.
        from = Array(keyMarker.utf8)
        id = place + 1
      }
    }
    let start = from.lexicographicallyPrecedes(prefix.utf8) ? Array(prefix.utf8) : from
    return try S3Store.sql { () throws(DatabaseError) in
      try read(bucket.id, Array(prefix.utf8), Array(delimiter.utf8), start, id, limit)
    }
  }

  private func read(
    _ bucket: Int, _ prefix: [UInt8], _ delimiter: [UInt8], _ start: [UInt8], _ id: Int, _ limit: Int
  ) throws(DatabaseError) -> Page {
    var page = Page()
    if limit == 0 { return page }
    let end = KeyBounds.end(ofPrefix: prefix)
    defer { selectOpen.reset() }
    selectOpen.bind([.int(bucket), .blob(start), .int(id), .blob(end)])
    while try selectOpen.step() {
      if page.uploads.count + page.commonPrefixes.count == limit {
        page.isTruncated = true
        return page
      }
      let group = selectOpen.withBlob(3) { key -> [UInt8]? in
        KeyBounds.end(of: delimiter, in: key, from: prefix.count).map { Array(key[..<$0]) }
      }
      if let group {
        page.lastKey = String(decoding: group, as: UTF8.self)
        page.lastUpload = ""
        page.commonPrefixes.append(page.lastKey)
        selectOpen.reset()
        selectOpen.bind([.int(bucket), .blob(KeyBounds.end(ofPrefix: group)), .int(0), .blob(end)])
        continue
      }
      let upload = UploadStore.upload(selectOpen)
      page.lastKey = upload.key
      page.lastUpload = upload.name
      page.uploads.append(upload)
    }
    return page
  }
}
