import Protocols
import Storage

/// The bodies whose bytes are files, and who reads them.
extension S3Store {
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
