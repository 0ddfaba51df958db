import Protocols
import Runtime
import Storage

/// Sweeps, in pages, what nothing refers to any more: the files of dropped bodies, what was in deleted buckets, uploads
/// that were completed a day ago, and files that a killed server left without a row. Every step is committed on the Loop;
/// files are deleted on the blobs' threads, before their rows go, so that a kill between the two loses nothing.
final class DroppedBodies: Sendable {
  private let store: LoopOnly<S3Store>
  private let blobs: BlobStore
  private let cloud: Cloud
  private let clock: Clock
  private let signal = Signal()

  private static let page = 500
  private static let completedLifetime: Int64 = 86_400_000

  init(_ store: S3Store, _ blobs: BlobStore, _ setting: ServiceSetting) {
    self.store = LoopOnly(store)
    self.blobs = blobs
    cloud = setting.cloud
    clock = setting.clock
  }

  /// Loop only; in the step that dropped something.
  func follow(_ round: Round) { round.afterCommit { [signal] in signal.raise() } }

  /// The worker: ends when it is cancelled.
  func run() async {
    await blobs.sweep { [self] ids in await known(ids) }
    while true {
      while await sweep() {}
      do { try await signal.wait() } catch { return }
    }
  }

  /// Those of the files that a row names.
  private func known(_ ids: [BlobStore.ID]) async -> Set<BlobStore.ID>? {
    await cloud.step { [self] () throws(AWSError) -> Set<BlobStore.ID> in
      try S3Store.sql { () throws(DatabaseError) in
        let select = try store.value.database.prepare("SELECT 1 FROM s3_parts WHERE file = ?")
        var found: Set<BlobStore.ID> = []
        for id in ids where try select.first([.int(id)], { _ in true }) == true { found.insert(id) }
        return found
      }
    }
  }

  /// One page of each kind; false when there was nothing, or the database fails.
  private func sweep() async -> Bool {
    let rows = await cloud.step { [self] () throws(AWSError) -> Int in
      try sweepBuckets() + sweepUploads()
    }
    let files = await cloud.step { [self] () throws(AWSError) -> Files in
      try S3Store.sql { () throws(DatabaseError) in try pageOfFiles() }
    }
    guard let rows, let files else { return false }
    if files.isEmpty { return rows > 0 }
    await blobs.threads.run { [blobs] in
      for file in files.all { blobs.delete(file) }
    }
    return await cloud.step { [self] () throws(AWSError) -> Bool in
      try S3Store.sql { () throws(DatabaseError) in try forget(files) }
      return true
    } ?? false
  }

  /// Files to delete, and the rows that go with them.
  private struct Files: Sendable {
    var alone: [Int] = []
    var parts: [(body: Int, number: Int, file: Int?)] = []
    /// Bodies whose last parts these are.
    var bodies: [Int] = []
    var isEmpty: Bool { alone.isEmpty && parts.isEmpty && bodies.isEmpty }
    var all: [Int] { alone + parts.compactMap(\.file) }
  }

  private func pageOfFiles() throws(DatabaseError) -> Files {
    let database = store.value.database
    var files = Files()
    files.alone = try database.prepare("SELECT id FROM s3_dropped_files LIMIT ?").all([.int(Self.page)]) { $0.int(0) }
    let bodies = try database.prepare("SELECT id FROM s3_dropped_bodies LIMIT ?").all([.int(Self.page)]) { $0.int(0) }
    let select = try database.prepare("SELECT number, file FROM s3_parts WHERE body = ? ORDER BY number LIMIT ?")
    for body in bodies where store.value.readers[body] == nil {
      let room = Self.page - files.parts.count
      if room <= 0 { break }
      let found = try select.all([.int(body), .int(room)]) { (body: body, number: $0.int(0), file: $0.int(orNil: 1)) }
      files.parts += found
      if found.count < room { files.bodies.append(body) }
    }
    return files
  }

  private func forget(_ files: Files) throws(DatabaseError) {
    let database = store.value.database
    let file = try database.prepare("DELETE FROM s3_dropped_files WHERE id = ?")
    for id in files.alone { try file.run(.int(id)) }
    let part = try database.prepare("DELETE FROM s3_parts WHERE body = ? AND number = ?")
    for each in files.parts { try part.run(.int(each.body), .int(each.number)) }
    let body = try database.prepare("DELETE FROM s3_dropped_bodies WHERE id = ?")
    for id in files.bodies { try body.run(.int(id)) }
  }

  /// Objects and uploads of deleted buckets.
  private func sweepBuckets() throws(AWSError) -> Int {
    let database = store.value.database
    let bucket = try S3Store.sql { () throws(DatabaseError) -> Int? in
      try database.prepare("SELECT id FROM s3_dropped_buckets LIMIT 1").first([]) { $0.int(0) }
    }
    guard let bucket else { return 0 }
    // A completed upload's body is its object's.
    let count =
      try sweep("s3_versions", "body", of: bucket)
      + sweep("s3_uploads", "CASE WHEN completed IS NULL THEN body END", of: bucket)
    if count == 0 {
      try S3Store.sql { () throws(DatabaseError) in
        try database.prepare("DELETE FROM s3_dropped_buckets WHERE id = ?").run(.int(bucket))
      }
    }
    return count + 1
  }

  private func sweep(_ table: String, _ body: String, of bucket: Int) throws(AWSError) -> Int {
    let database = store.value.database
    let rows = try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("SELECT id, \(body) FROM \(table) WHERE bucket = ? LIMIT ?").all(
        [.int(bucket), .int(Self.page)]
      ) { (id: $0.int(0), body: $0.int(orNil: 1)) }
    }
    for row in rows {
      try S3Store.sql { () throws(DatabaseError) in
        try database.prepare("DELETE FROM \(table) WHERE id = ?").run(.int(row.id))
      }
      if let body = row.body { try store.value.release(body) }
    }
    return rows.count
  }

  private func sweepUploads() throws(AWSError) -> Int {
    let database = store.value.database
    let before = Int(clock.milliseconds - Self.completedLifetime)
    return try S3Store.sql { () throws(DatabaseError) in
      let old = try database.prepare("SELECT id FROM s3_uploads WHERE completed < ? LIMIT ?").all(
        [.int(before), .int(Self.page)]
      ) { $0.int(0) }
      let delete = try database.prepare("DELETE FROM s3_uploads WHERE id = ?")
      for id in old { try delete.run(.int(id)) }
      return old.count
    }
  }
}
