import Protocols
import Storage

/// The statements over the versions of objects, compiled once.
struct ObjectStatements {
  static let columns =
    "id, state, version, modified, size, etag, storage_class, checksum_algorithm, checksum_type, checksum, parts, body, "
    + "owner, headers, tags, attributes"

  let current: Statement
  let byID: Statement
  let null: Statement
  let newest: Statement
  let data: Statement
  let insert: Statement
  let update: Statement
  let retire: Statement
  let promote: Statement
  let delete: Statement

  init(_ database: Database) throws(DatabaseError) {
    let columns = ObjectStatements.columns
    current = try database.prepare(
      "SELECT \(columns) FROM s3_versions WHERE bucket = ? AND state = ? AND key = ? LIMIT 1")
    byID = try database.prepare("SELECT \(columns), bucket, key FROM s3_versions WHERE id = ?")
    null = try database.prepare(
      "SELECT \(columns) FROM s3_versions WHERE bucket = ? AND key = ? AND state = 2 AND version IS NULL")
    newest = try database.prepare(
      "SELECT id, etag FROM s3_versions WHERE bucket = ? AND state = 2 AND key = ? ORDER BY age LIMIT 1")
    data = try database.prepare("SELECT data FROM s3_versions WHERE id = ?")
    insert = try database.prepare(
      """
      INSERT INTO s3_versions (state, modified, size, etag, storage_class, checksum_algorithm, checksum_type, checksum,
        parts, body, owner, headers, tags, attributes, data, id, age, bucket, key, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    update = try database.prepare(
      """
      UPDATE s3_versions SET state = ?, modified = ?, size = ?, etag = ?, storage_class = ?, checksum_algorithm = ?,
        checksum_type = ?, checksum = ?, parts = ?, body = ?, owner = ?, headers = ?, tags = ?, attributes = ?, data = ?
        WHERE id = ?
      """)
    retire = try database.prepare("UPDATE s3_versions SET state = 2, retired = ? WHERE id = ?")
    promote = try database.prepare("UPDATE s3_versions SET state = ?, retired = NULL WHERE id = ?")
    delete = try database.prepare("DELETE FROM s3_versions WHERE id = ?")
  }
}

/// The versions of objects. A bucket that never had versioning has one row a key, which is written over in place.
extension S3Store {
  // MARK: Reading

  /// The newest version of the key, which may be a delete marker.
  func current(_ bucket: StoredBucket, _ key: String) throws(AWSError) -> StoredObject? {
    if let object = try current(bucket, key, .current) { return object }
    return bucket.versioning == .never ? nil : try current(bucket, key, .deleted)
  }

  private func current(
    _ bucket: StoredBucket, _ key: String, _ state: StoredObject.State
  ) throws(AWSError) -> StoredObject? {
    let statement = statements.current
    statement.bind(1, bucket.id)
    statement.bind(2, state.rawValue)
    S3Store.bind(key, statement, 3)
    return try S3Store.sql { () throws(DatabaseError) in
      defer { statement.reset() }
      return try statement.step() ? S3Store.object(statement) : nil
    }
  }

  /// The object that a reader sees without a version: nil where the newest is a delete marker.
  func object(_ bucket: StoredBucket, _ key: String) throws(AWSError) -> StoredObject? {
    try current(bucket, key, .current)
  }

  /// The version of that id; `null` names the one without. Throws InvalidArgument for what is no version's id.
  func version(_ bucket: StoredBucket, _ key: String, _ version: String) throws(AWSError) -> StoredObject? {
    if version == "null" {
      if let newest = try current(bucket, key), newest.version == nil { return newest }
      return bucket.versioning == .never ? nil : try noncurrentNull(bucket, key)
    }
    guard let row = VersionID.row(version) else {
      throw AWSError.invalidArgument("versionId", version, "Invalid version id specified")
    }
    return try S3Store.sql { () throws(DatabaseError) in
      let found = try statements.byID.first([.int(row)]) { row -> StoredObject? in
        let isOfKey = row.withBlob(17) { $0.elementsEqual(key.utf8) }
        return row.int(16) == bucket.id && isOfKey ? S3Store.object(row) : nil
      }
      guard let found, let object = found, object.version == version else { return nil }
      return object
    }
  }

  private func noncurrentNull(_ bucket: StoredBucket, _ key: String) throws(AWSError) -> StoredObject? {
    try S3Store.sql { () throws(DatabaseError) in
      try statements.null.first([.int(bucket.id), .blob(Array(key.utf8))], S3Store.object)
    }
  }

  /// The row begins with `ObjectStatements.columns`.
  static func object(_ row: Statement) -> StoredObject {
    var checksum: Checksum?
    if let number = row.int(orNil: 7), let algorithm = ChecksumAlgorithm(rawValue: number) {
      checksum = Checksum(
        algorithm: algorithm, type: ChecksumType(rawValue: row.int(8)) ?? .fullObject, text: row.text(9))
    }
    return StoredObject(
      id: row.int(0), state: StoredObject.State(rawValue: row.int(1)) ?? .noncurrent, version: row.text(orNil: 2),
      modified: Timestamp(milliseconds: Int64(row.int(3))), size: row.int(4), etag: row.text(5),
      storageClass: row.text(6), checksum: checksum, partCount: row.int(10), body: row.int(orNil: 11),
      owner: row.text(12), headers: row.text(13), tags: row.text(14), attributes: row.text(15))
  }

  /// The bytes that are in the row.
  func data(of object: StoredObject, _ range: Range<Int>) throws(AWSError) -> [UInt8] {
    let statement = statements.data
    statement.bind(1, object.id)
    return try S3Store.sql { () throws(DatabaseError) in
      defer { statement.reset() }
      guard try statement.step() else { return [] }
      return statement.withBlob(0) { Array($0[range.clamped(to: 0..<$0.count)]) }
    }
  }

  // MARK: Writing

  /// Writes a new version, as the bucket's versioning has it. `newest` is what `current` gives. Returns the version's id,
  /// nil for the null version.
  @discardableResult
  func put(
    _ new: NewObject, _ bucket: StoredBucket, _ key: String, over newest: StoredObject?
  ) throws(AWSError) -> String? {
    let place = try makeRoom(bucket, key, newest, now: new.modified)
    try write(new, .current, bucket, key, place)
    // Of the null version nothing is told.
    return place.version
  }

  /// Puts a delete marker, or, in a bucket that never had versioning, deletes the object. Returns the marker's version id.
  @discardableResult
  func delete(
    _ bucket: StoredBucket, _ key: String, newest: StoredObject?, owner: String, now: Timestamp
  ) throws(AWSError) -> String? {
    if bucket.versioning == .never {
      if let newest { try remove(newest, bucket, key) }
      return nil
    }
    let place = try makeRoom(bucket, key, newest, now: now)
    let marker = NewObject(
      modified: now, size: 0, etag: "", storageClass: "", owner: owner, headers: "", tags: "", attributes: "",
      content: .bytes([]))
    try write(marker, .deleted, bucket, key, place)
    return place.version ?? "null"
  }

  /// Deletes one version for good; the newest of those that are left becomes the current one.
  func remove(_ object: StoredObject, _ bucket: StoredBucket, _ key: String) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      statements.delete.bind(1, object.id)
      try statements.delete.run()
      guard object.state != .noncurrent, bucket.versioning != .never else { return }
      let next = try statements.newest.first([.int(bucket.id), .blob(Array(key.utf8))]) {
        (id: $0.int(0), isMarker: $0.text(1).isEmpty)
      }
      guard let next else { return }
      let state: StoredObject.State = next.isMarker ? .deleted : .current
      try statements.promote.run(.int(state.rawValue), .int(next.id))
    }
    if let body = object.body { try release(body) }
  }

  func setTags(_ tags: String, of object: StoredObject) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("UPDATE s3_versions SET tags = ? WHERE id = ?").run(.text(tags), .int(object.id))
    }
  }

  func setAttributes(_ attributes: ObjectAttributes, of object: StoredObject) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("UPDATE s3_versions SET attributes = ? WHERE id = ?").run(
        .text(attributes.stored), .int(object.id))
    }
  }

  /// Where the next version goes: over a row, or into one of its own.
  private struct Place {
    var row: StoredObject?
    var version: String?
    var id: Int
  }

  private func makeRoom(
    _ bucket: StoredBucket, _ key: String, _ newest: StoredObject?, now: Timestamp
  ) throws(AWSError) -> Place {
    if bucket.versioning != .enabled {
      // The null version is one: it is written over, wherever it stands.
      if let newest, newest.version == nil { return Place(row: newest, version: nil, id: newest.id) }
      if bucket.versioning == .suspended, let old = try noncurrentNull(bucket, key) { try remove(old, bucket, key) }
    }
    if let newest {
      try S3Store.sql { () throws(DatabaseError) in
        try statements.retire.run(.int(Int(now.milliseconds)), .int(newest.id))
      }
    }
    let id = nextVersion()
    return Place(row: nil, version: bucket.versioning == .enabled ? VersionID.make(id, &ids) : nil, id: id)
  }

  private func write(
    _ new: NewObject, _ state: StoredObject.State, _ bucket: StoredBucket, _ key: String, _ place: Place
  ) throws(AWSError) {
    let statement = place.row == nil ? statements.insert : statements.update
    statement.bind(1, state.rawValue)
    statement.bind(2, Int(new.modified.milliseconds))
    statement.bind(3, new.size)
    statement.bind(4, new.etag)
    statement.bind(5, new.storageClass)
    statement.bind(6, new.checksum?.algorithm.rawValue)
    statement.bind(7, new.checksum?.type.rawValue)
    statement.bind(8, new.checksum?.text)
    statement.bind(9, new.partCount)
    switch new.content {
    case .bytes(let bytes):
      statement.bindNull(10)
      statement.bind(15, bytes)
    case .body(let body):
      statement.bind(10, body)
      statement.bindNull(15)
    }
    statement.bind(11, new.owner == bucket.account ? "" : new.owner)
    statement.bind(12, new.headers)
    statement.bind(13, new.tags)
    statement.bind(14, new.attributes)
    statement.bind(16, place.id)
    if place.row == nil {
      statement.bind(17, -place.id)
      statement.bind(18, bucket.id)
      S3Store.bind(key, statement, 19)
      statement.bind(20, place.version)
    }
    try S3Store.sql { () throws(DatabaseError) in try statement.run() }
    if let body = place.row?.body { try release(body) }
  }

  /// Keys are bytes: their order is that of memcmp.
  static func bind(_ key: String, _ statement: Statement, _ index: Int32) {
    var key = key
    key.withUTF8 { statement.bind(index, UnsafeRawBufferPointer($0)) }
  }
}
