import Protocols
import Runtime
import Storage

/// The tables of S3: buckets with their documents (kept beside them), the versions of objects, and the bodies whose bytes
/// are files. Loop only.
///
/// A version of up to 64 KiB has its bytes in its row, behind everything that a listing reads. A larger one names a body:
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
    """,
    // Versions. `age` is the id below zero: the newest of a key comes first.
    """
    CREATE TABLE s3_versions (id INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, state INTEGER NOT NULL, key BLOB NOT NULL,
      age INTEGER NOT NULL, version TEXT, retired INTEGER, modified INTEGER NOT NULL, size INTEGER NOT NULL,
      etag TEXT NOT NULL, storage_class TEXT NOT NULL, checksum_algorithm INTEGER, checksum_type INTEGER, checksum TEXT,
      parts INTEGER NOT NULL, body INTEGER, owner TEXT NOT NULL, headers TEXT NOT NULL, tags TEXT NOT NULL,
      attributes TEXT NOT NULL, data BLOB);
    INSERT INTO s3_versions (id, bucket, state, key, age, modified, size, etag, storage_class, checksum_algorithm,
      checksum_type, checksum, parts, body, owner, headers, tags, attributes, data)
      SELECT id, bucket, 0, key, -id, modified, size, etag, storage_class, checksum_algorithm, checksum_type, checksum,
        parts, body, '', headers, tags, '', data FROM s3_objects;
    DROP TABLE s3_objects;
    CREATE UNIQUE INDEX s3_versions_by_key ON s3_versions (bucket, state, key, age);
    CREATE INDEX s3_versions_null ON s3_versions (bucket, key) WHERE state = 2 AND version IS NULL;
    ALTER TABLE s3_uploads ADD COLUMN owner TEXT NOT NULL DEFAULT '';
    ALTER TABLE s3_uploads ADD COLUMN attributes TEXT NOT NULL DEFAULT '';
    CREATE TABLE s3_bucket_documents (bucket INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
      document BLOB NOT NULL, PRIMARY KEY (bucket, kind, id)) WITHOUT ROWID
    """,
    // The ends of restored copies, and whose.
    "CREATE TABLE s3_restored (until INTEGER, version INTEGER, PRIMARY KEY (until, version)) WITHOUT ROWID",
    // When an object of an upload's key was deleted last while the upload was open.
    "ALTER TABLE s3_uploads ADD COLUMN deleted INTEGER",
  ]

  let database: Database
  var round: Round { database.round }
  private(set) var buckets: [String: StoredBucket] = [:]
  /// Called in a step that dropped something: the sweep follows the commit.
  var onDrop: () -> Void = {}
  /// Bodies that someone reads, and how many do: their files stay until the last one is done.
  var readers: [Int: Int] = [:]
  var ids = IDs()
  /// The id of the newest version. An id that a failed step took is never given again.
  private var lastVersion = 0

  let statements: ObjectStatements
  let insertBody: Statement
  let useBody: Statement
  let bodyUsers: Statement
  let insertPart: Statement
  let selectParts: Statement

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "s3", steps: S3Store.schema)
    statements = try ObjectStatements(database)
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
    lastVersion = try database.prepare("SELECT max(id) FROM s3_versions").first([]) { $0.int(0) } ?? 0
    let rows = try database.prepare("SELECT id, account, region, name, created FROM s3_buckets").all([]) {
      StoredBucket(
        id: $0.int(0), account: $0.text(1), region: $0.text(2), name: $0.text(3),
        created: Timestamp(milliseconds: Int64($0.int(4))))
    }
    var byID: [Int: StoredBucket] = [:]
    for bucket in rows {
      buckets[bucket.name] = bucket
      byID[bucket.id] = bucket
    }
    let documents = try database.prepare("SELECT bucket, kind, id, document FROM s3_bucket_documents").all([]) {
      (bucket: $0.int(0), kind: $0.text(1), id: $0.text(2), json: $0.blob(3))
    }
    for document in documents {
      guard let kind = BucketDocument(rawValue: document.kind) else { continue }
      byID[document.bucket]?.set(document.json, kind, document.id)
    }
  }

  func nextVersion() -> Int {
    lastVersion += 1
    return lastVersion
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

  @discardableResult
  func createBucket(
    _ name: String, account: String, region: String, now: Timestamp
  ) throws(AWSError) -> StoredBucket {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("INSERT INTO s3_buckets (account, region, name, created) VALUES (?, ?, ?, ?)").run(
        .text(account), .text(region), .text(name), .int(Int(now.milliseconds)))
    }
    let bucket = StoredBucket(
      id: database.lastInsertedRow, account: account, region: region, name: name, created: now)
    buckets[name] = bucket
    round.onUndo { [self] in buckets[name] = nil }
    return bucket
  }

  /// The bucket is gone at once; what was in it is swept.
  func deleteBucket(_ bucket: StoredBucket) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("DELETE FROM s3_buckets WHERE id = ?").run(.int(bucket.id))
      try database.prepare("DELETE FROM s3_bucket_documents WHERE bucket = ?").run(.int(bucket.id))
      try database.prepare("INSERT INTO s3_dropped_buckets VALUES (?)").run(.int(bucket.id))
    }
    buckets[bucket.name] = nil
    round.onUndo { [self] in buckets[bucket.name] = bucket }
    onDrop()
  }

  /// Whether anything is in it, delete markers among it.
  func hasObjects(_ bucket: StoredBucket) throws(AWSError) -> Bool {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("SELECT 1 FROM s3_versions WHERE bucket = ? LIMIT 1").first([.int(bucket.id)]) { _ in true }
        ?? false
    }
  }

  // MARK: Documents

  /// Keeps a document of a bucket in the place of what was there.
  func set<S: StructureShape>(
    _ document: Values<S>, _ kind: BucketDocument, _ id: String = "", of bucket: StoredBucket
  ) throws(AWSError) {
    try set(document.structure.json, kind, id, of: bucket)
  }

  /// Takes a document away; one that is not there as well.
  func remove(_ kind: BucketDocument, _ id: String = "", of bucket: StoredBucket) throws(AWSError) {
    if bucket.documents[kind]?[id] != nil { try set(nil, kind, id, of: bucket) }
  }

  private func set(_ json: [UInt8]?, _ kind: BucketDocument, _ id: String, of bucket: StoredBucket) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      if let json {
        try database.prepare("INSERT OR REPLACE INTO s3_bucket_documents VALUES (?, ?, ?, ?)").run(
          .int(bucket.id), .text(kind.rawValue), .text(id), .blob(json))
      } else {
        try database.prepare("DELETE FROM s3_bucket_documents WHERE bucket = ? AND kind = ? AND id = ?").run(
          .int(bucket.id), .text(kind.rawValue), .text(id))
      }
    }
    let before = bucket.documents[kind]?[id]
    bucket.set(json, kind, id)
    round.onUndo { bucket.set(before, kind, id) }
  }
}
