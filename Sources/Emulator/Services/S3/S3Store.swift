import Protocols
import Storage

/// The tables of S3: buckets (kept beside them), objects, and the bodies whose bytes are files. Loop only.
///
/// An object of up to 64 KiB has its bytes in its row, behind everything that a listing reads. A larger one names a body:
/// the ordered list of its files, one for an object that came in one piece, one for each part of a multipart upload.
/// Copies share a body; what nobody refers to any more is listed as dropped and swept by a worker.
final class S3Store {
  private static let schema = [
    """
    CREATE TABLE s3_buckets (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, region TEXT NOT NULL,
      name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL);
    CREATE TABLE s3_objects (id INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, key BLOB NOT NULL,
      modified INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, storage_class TEXT NOT NULL,
      checksum_algorithm INTEGER, checksum_type INTEGER, checksum TEXT, parts INTEGER NOT NULL, body INTEGER,
      headers TEXT NOT NULL, tags TEXT NOT NULL, data BLOB);
    CREATE UNIQUE INDEX s3_objects_by_key ON s3_objects (bucket, key);
    CREATE TABLE s3_bodies (id INTEGER PRIMARY KEY AUTOINCREMENT, users INTEGER NOT NULL);
    CREATE TABLE s3_parts (body INTEGER NOT NULL, number INTEGER NOT NULL, file INTEGER, size INTEGER NOT NULL,
      modified INTEGER NOT NULL, md5 BLOB NOT NULL, checksum BLOB NOT NULL, PRIMARY KEY (body, number)) WITHOUT ROWID;
    CREATE UNIQUE INDEX s3_parts_by_file ON s3_parts (file);
    CREATE TABLE s3_uploads (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, bucket INTEGER NOT NULL,
      key BLOB NOT NULL, initiated INTEGER NOT NULL, storage_class TEXT NOT NULL, checksum_algorithm INTEGER,
      checksum_type INTEGER, headers TEXT NOT NULL, tags TEXT NOT NULL, body INTEGER NOT NULL, completed INTEGER,
      etag TEXT, checksum TEXT);
    CREATE INDEX s3_uploads_open ON s3_uploads (bucket, key, id) WHERE completed IS NULL;
    CREATE INDEX s3_uploads_by_bucket ON s3_uploads (bucket);
    CREATE INDEX s3_uploads_completed ON s3_uploads (completed) WHERE completed IS NOT NULL;
    CREATE TABLE s3_dropped_bodies (id INTEGER PRIMARY KEY);
    CREATE TABLE s3_dropped_files (id INTEGER PRIMARY KEY);
    CREATE TABLE s3_dropped_buckets (id INTEGER PRIMARY KEY)
    """
  ]

  private static let columns =
    "id, modified, size, etag, storage_class, checksum_algorithm, checksum_type, checksum, parts, body, headers, tags"

  let database: Database
  var round: Round { database.round }
  private(set) var buckets: [String: StoredBucket] = [:]
  /// Called in a step that dropped something: the sweep follows the commit.
  var onDrop: () -> Void = {}

  private let selectObject: Statement
  private let selectData: Statement
  private let insertObject: Statement
  private let updateObject: Statement
  private let deleteObject: Statement
  private let insertBody: Statement
  private let useBody: Statement
  private let bodyUsers: Statement
  private let insertPart: Statement
  private let selectParts: Statement

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "s3", steps: S3Store.schema)
    selectObject = try database.prepare("SELECT \(S3Store.columns) FROM s3_objects WHERE bucket = ? AND key = ?")
    selectData = try database.prepare("SELECT data FROM s3_objects WHERE id = ?")
    insertObject = try database.prepare(
      """
      INSERT INTO s3_objects (modified, size, etag, storage_class, checksum_algorithm, checksum_type, checksum, parts, body,
        headers, tags, data, bucket, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    updateObject = try database.prepare(
      """
      UPDATE s3_objects SET modified = ?, size = ?, etag = ?, storage_class = ?, checksum_algorithm = ?,
        checksum_type = ?, checksum = ?, parts = ?, body = ?, headers = ?, tags = ?, data = ? WHERE id = ?
      """)
    deleteObject = try database.prepare("DELETE FROM s3_objects WHERE id = ?")
    insertBody = try database.prepare("INSERT INTO s3_bodies (users) VALUES (1)")
    useBody = try database.prepare("UPDATE s3_bodies SET users = users + ? WHERE id = ?")
    bodyUsers = try database.prepare("SELECT users FROM s3_bodies WHERE id = ?")
    insertPart = try database.prepare(
      "INSERT INTO s3_parts (body, number, file, size, modified, md5, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)")
    selectParts = try database.prepare(
      """
      SELECT number, file, size, modified, md5, checksum FROM s3_parts WHERE body = ? AND number > ? ORDER BY number
      LIMIT ?
      """)
    let rows = try database.prepare("SELECT id, account, region, name, created FROM s3_buckets").all([]) {
      StoredBucket(
        id: $0.int(0), account: $0.text(1), region: $0.text(2), name: $0.text(3),
        created: Timestamp(milliseconds: Int64($0.int(4))))
    }
    for bucket in rows { buckets[bucket.name] = bucket }
  }

  /// Adopts what the database refuses as a failure of ours.
  static func sql<T>(_ body: () throws(DatabaseError) -> T) throws(AWSError) -> T {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  // MARK: Buckets

  /// In byte order of the names.
  func buckets(of account: String) -> [StoredBucket] {
    buckets.values.filter { $0.account == account }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  func createBucket(_ name: String, account: String, region: String, now: Timestamp) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("INSERT INTO s3_buckets (account, region, name, created) VALUES (?, ?, ?, ?)").run(
        .text(account), .text(region), .text(name), .int(Int(now.milliseconds)))
    }
    buckets[name] = StoredBucket(
      id: database.lastInsertedRow, account: account, region: region, name: name, created: now)
    round.onUndo { [self] in buckets[name] = nil }
  }

  /// The bucket is gone at once; what was in it is swept.
  func deleteBucket(_ bucket: StoredBucket) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("DELETE FROM s3_buckets WHERE id = ?").run(.int(bucket.id))
      try database.prepare("INSERT INTO s3_dropped_buckets VALUES (?)").run(.int(bucket.id))
    }
    buckets[bucket.name] = nil
    round.onUndo { [self] in buckets[bucket.name] = bucket }
    onDrop()
  }

  func hasObjects(_ bucket: StoredBucket) throws(AWSError) -> Bool {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("SELECT 1 FROM s3_objects WHERE bucket = ? LIMIT 1").first([.int(bucket.id)]) { _ in true }
        ?? false
    }
  }

  // MARK: Objects

  func object(_ bucket: StoredBucket, _ key: String) throws(AWSError) -> StoredObject? {
    selectObject.bind(1, bucket.id)
    S3Store.bind(key, selectObject, 2)
    return try S3Store.sql { () throws(DatabaseError) in
      defer { selectObject.reset() }
      return try selectObject.step() ? S3Store.object(selectObject) : nil
    }
  }

  private static func object(_ row: Statement) -> StoredObject {
    var checksum: Checksum?
    if let number = row.int(orNil: 5), let algorithm = ChecksumAlgorithm(rawValue: number) {
      checksum = Checksum(
        algorithm: algorithm, type: ChecksumType(rawValue: row.int(6)) ?? .fullObject, text: row.text(7))
    }
    return StoredObject(
      id: row.int(0), modified: Timestamp(milliseconds: Int64(row.int(1))), size: row.int(2), etag: row.text(3),
      storageClass: row.text(4), checksum: checksum, partCount: row.int(8), body: row.int(orNil: 9),
      headers: row.text(10), tags: row.text(11))
  }

  /// The bytes that are in the row.
  func data(of object: StoredObject, _ range: Range<Int>) throws(AWSError) -> [UInt8] {
    selectData.bind(1, object.id)
    return try S3Store.sql { () throws(DatabaseError) in
      defer { selectData.reset() }
      guard try selectData.step() else { return [] }
      return selectData.withBlob(0) { Array($0[range.clamped(to: 0..<$0.count)]) }
    }
  }

  /// Writes over what is there, if anything is.
  func put(_ new: NewObject, _ bucket: StoredBucket, _ key: String, over existing: StoredObject?) throws(AWSError) {
    let statement = existing == nil ? insertObject : updateObject
    statement.bind(1, Int(new.modified.milliseconds))
    statement.bind(2, new.size)
    statement.bind(3, new.etag)
    statement.bind(4, new.storageClass)
    statement.bind(5, new.checksum?.algorithm.rawValue)
    statement.bind(6, new.checksum?.type.rawValue)
    statement.bind(7, new.checksum?.text)
    statement.bind(8, new.partCount)
    switch new.content {
    case .bytes(let bytes):
      statement.bindNull(9)
      statement.bind(12, bytes)
    case .body(let body):
      statement.bind(9, body)
      statement.bindNull(12)
    }
    statement.bind(10, new.headers)
    statement.bind(11, new.tags)
    if let existing {
      statement.bind(13, existing.id)
    } else {
      statement.bind(13, bucket.id)
      S3Store.bind(key, statement, 14)
    }
    try S3Store.sql { () throws(DatabaseError) in try statement.run() }
    if let body = existing?.body { try release(body) }
  }

  func delete(_ object: StoredObject) throws(AWSError) {
    deleteObject.bind(1, object.id)
    try S3Store.sql { () throws(DatabaseError) in try deleteObject.run() }
    if let body = object.body { try release(body) }
  }

  func setTags(_ tags: String, of object: StoredObject) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("UPDATE s3_objects SET tags = ? WHERE id = ?").run(.text(tags), .int(object.id))
    }
  }

  /// Keys are bytes: their order is that of memcmp.
  static func bind(_ key: String, _ statement: Statement, _ index: Int32) {
    var key = key
    key.withUTF8 { statement.bind(index, UnsafeRawBufferPointer($0)) }
  }

  // MARK: Bodies

  /// A body without parts, referred to once.
  func createBody() throws(AWSError) -> Int {
    try S3Store.sql { () throws(DatabaseError) in try insertBody.run() }
    return database.lastInsertedRow
  }

  /// A body of the one file. The file stays, unless the round is taken back.
  func createBody(_ file: BlobWriter, _ digest: BodyDigest.Result, now: Timestamp) throws(AWSError) -> Int {
    let body = try createBody()
    try addPart(1, file, digest.size, md5: digest.md5, checksum: [], to: body, now: now)
    return body
  }

  func retain(_ body: Int) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in try useBody.run(.int(1), .int(body)) }
  }

  /// One reference less; the last one drops the body.
  func release(_ body: Int) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      let users = try bodyUsers.first([.int(body)]) { $0.int(0) } ?? 0
      if users > 1 {
        try useBody.run(.int(-1), .int(body))
        return
      }
      try database.prepare("DELETE FROM s3_bodies WHERE id = ?").run(.int(body))
      try database.prepare("INSERT OR IGNORE INTO s3_dropped_bodies VALUES (?)").run(.int(body))
      onDrop()
    }
  }

  /// Bodies that someone reads, and how many do: their files stay until the last one is done.
  private(set) var readers: [Int: Int] = [:]
  func hold(_ body: Int) { readers[body, default: 0] += 1 }
  func letGo(_ body: Int) {
    guard let count = readers[body] else { return }
    readers[body] = count > 1 ? count - 1 : nil
    if count == 1 { onDrop() }
  }

  /// `file` nil for a part without bytes.
  func addPart(
    _ number: Int, _ file: BlobWriter?, _ size: Int, md5: [UInt8], checksum: [UInt8], to body: Int, now: Timestamp
  ) throws(AWSError) {
    insertPart.bind(1, body)
    insertPart.bind(2, number)
    insertPart.bind(3, file?.id)
    insertPart.bind(4, size)
    insertPart.bind(5, Int(now.milliseconds))
    insertPart.bind(6, md5)
    insertPart.bind(7, checksum)
    try S3Store.sql { () throws(DatabaseError) in try insertPart.run() }
    if let file {
      file.keep()
      round.onUndo { file.release() }
    }
  }

  /// The parts behind `number` in order, a page of them.
  func parts(of body: Int, after number: Int = 0, limit: Int) throws(AWSError) -> [StoredPart] {
    try S3Store.sql { () throws(DatabaseError) in
      try selectParts.all([.int(body), .int(number), .int(limit)]) { row in
        StoredPart(
          number: row.int(0), file: row.int(orNil: 1), size: row.int(2),
          modified: Timestamp(milliseconds: Int64(row.int(3))), md5: row.blob(4), checksum: row.blob(5))
      }
    }
  }

  /// Takes a part out of its body; its file is swept.
  func removePart(_ part: StoredPart, of body: Int) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("DELETE FROM s3_parts WHERE body = ? AND number = ?").run(.int(body), .int(part.number))
      guard let file = part.file else { return }
      try database.prepare("INSERT OR IGNORE INTO s3_dropped_files VALUES (?)").run(.int(file))
    }
    onDrop()
  }
}
