import Protocols
import Runtime
import Storage

/// Does what the buckets' lifecycle rules say, and ends restored copies, in pages: at the start, when rules are set, and at
/// each midnight (UTC) of the emulator's clock, since that is when periods end. Each page is a step of its own, which
/// decides by what it then finds; a pass that a stop cuts short is made again.
///
/// `@unchecked Sendable`: everything but `signal` is touched on the Loop only.
final class LifecycleWorker: @unchecked Sendable {
  private static let page = 200

  private let database: Database
  private let setting: ServiceSetting
  private let signal = Signal()
  /// The midnight that a timer waits for.
  private var armed: Int64 = 0
  private let select: [Statement]
  private let behind: Statement
  private let move: Statement
  private let uploads: Statement

  init(_ database: Database, _ setting: ServiceSetting) throws {
    self.database = database
    self.setting = setting
    select = try [0, 1, 2].map { state in
      try database.prepare(
        """
        SELECT \(ObjectStatements.columns), key, age, retired FROM s3_versions
        WHERE bucket = ?1 AND state = \(state) AND (key, age) > (?2, ?3) ORDER BY key, age LIMIT ?4
        """)
    }
    behind = try database.prepare("SELECT 1 FROM s3_versions WHERE bucket = ? AND state = 2 AND key = ? LIMIT 1")
    move = try database.prepare("UPDATE s3_versions SET storage_class = ? WHERE id = ?")
    uploads = try database.prepare(
      """
      SELECT name, key, id, initiated FROM s3_uploads
      WHERE bucket = ? AND completed IS NULL AND (key, id) > (?, ?) ORDER BY key, id LIMIT ?
      """)
  }

  /// Loop only; in the step that set rules.
  func follow(_ round: Round) { round.afterCommit { [signal] in signal.raise() } }

  /// The worker: ends when it is cancelled.
  func run(_ service: S3Service) async {
    let service = LoopOnly(service)
    while !Task.isCancelled {
      let buckets = await setting.cloud.step { [self] () throws(AWSError) -> [String] in
        let next = LifecycleRules.midnight(after: setting.clock.now, days: 0).milliseconds
        if armed != next {
          armed = next
          setting.workers.at(milliseconds: next) { [signal] in signal.raise() }
        }
        return service.value.store.buckets.values.filter { $0.has(.lifecycle) }.map(\.name)
      }
      while !Task.isCancelled {
        let more = await setting.cloud.step { () throws(AWSError) -> Bool in
          try service.value.restoredCopies.expire(service.value)
        }
        if more != true { break }
      }
      for bucket in buckets ?? [] {
        for kind in Pass.allCases {
          var place = Place()
          while !Task.isCancelled {
            let at = place
            let next = await setting.cloud.step { [self] () throws(AWSError) -> Place? in
              guard let bucket = service.value.store.buckets[bucket], bucket.has(.lifecycle) else { return nil }
              return try step(kind, bucket, from: at, service.value)
            }
            guard case .some(.some(let found)) = next else { break }
            place = found
          }
        }
      }
      do { try await signal.wait() } catch { return }
    }
  }

  private enum Pass: Int, CaseIterable { case current, markers, noncurrent, uploads }

  /// Behind what the next page begins.
  private struct Place: Sendable {
    var key: [UInt8] = []
    var age = Int.min
    /// Noncurrent versions of that key that came before.
    var newer = 0
  }

  private struct Row {
    var object: StoredObject
    var key: [UInt8]
    var age: Int
    var retired: Timestamp
  }

  /// One page; nil when it was the last.
  private func step(
    _ pass: Pass, _ bucket: StoredBucket, from place: Place, _ service: S3Service
  ) throws(AWSError) -> Place? {
    let rules = service.lifecycleRules(of: bucket)
    if pass == .uploads { return try abort(bucket, rules, from: place, service) }
    let rows = try S3Store.sql { () throws(DatabaseError) in
      try select[pass.rawValue].all([.int(bucket.id), .blob(place.key), .int(place.age), .int(Self.page)]) {
        Row(
          object: S3Store.object($0), key: $0.blob(16), age: $0.int(17),
          retired: Timestamp(milliseconds: Int64($0.int(18))))
      }
    }
    var newer = place.newer
    var last = place.key
    for row in rows {
      newer = row.key == last ? newer + 1 : 0
      last = row.key
      let key = String(decoding: row.key, as: UTF8.self)
      switch pass {
      case .current: try current(row, key, bucket, rules, service)
      case .markers: try marker(row, key, bucket, rules, service)
      default: try noncurrent(row, key, bucket, rules, newer: newer, service)
      }
    }
    guard rows.count == Self.page, let end = rows.last else { return nil }
    return Place(key: end.key, age: end.age, newer: newer)
  }

  private func current(
    _ row: Row, _ key: String, _ bucket: StoredBucket, _ rules: LifecycleRules, _ service: S3Service
  ) throws(AWSError) {
    let object = row.object
    let now = service.now
    switch rules.action(on: LifecycleRules.Subject(object, row.key, since: object.modified), now: now) {
    case nil: return
    case .transition(let target): try move(object, key, to: target, bucket, service)
    case .expire:
      if bucket.versioning == .never {
        try service.store.remove(object, bucket, key)
        try service.tell(S3Event(name: .expiration, key: key), in: bucket)
        return
      }
      let marker = try service.store.delete(bucket, key, newest: object, owner: bucket.account, now: now)
      try service.tell(
        S3Event(name: .expirationMarker, key: key, etag: S3Event.emptyETag, versionID: marker), in: bucket)
    }
  }

  private func marker(
    _ row: Row, _ key: String, _ bucket: StoredBucket, _ rules: LifecycleRules, _ service: S3Service
  ) throws(AWSError) {
    guard rules.removesMarker(row.key, since: row.object.modified, now: service.now) else { return }
    let isAlone = try S3Store.sql { () throws(DatabaseError) in
      try behind.first([.int(bucket.id), .blob(row.key)]) { _ in true } == nil
    }
    guard isAlone else { return }
    try service.store.remove(row.object, bucket, key)
    try service.tell(
      S3Event(name: .expiration, key: key, versionID: bucket.shownVersion(row.object)), in: bucket)
  }

  private func noncurrent(
    _ row: Row, _ key: String, _ bucket: StoredBucket, _ rules: LifecycleRules, newer: Int, _ service: S3Service
  ) throws(AWSError) {
    let object = row.object
    var subject = LifecycleRules.Subject(object, row.key, since: row.retired)
    subject.newer = newer
    switch rules.noncurrentAction(on: subject, now: service.now) {
    case nil: return
    case .transition(let target): if !object.isDeleteMarker { try move(object, key, to: target, bucket, service) }
    case .expire:
      let attributes = ObjectAttributes(stored: object.attributes)
      if attributes.hasLegalHold == true { return }
      if let until = attributes.retainUntil, until > service.now { return }
      try service.store.remove(object, bucket, key)
      try service.tell(S3Event(name: .expiration, key: key, versionID: bucket.shownVersion(object)), in: bucket)
    }
  }

  private func move(
    _ object: StoredObject, _ key: String, to target: String, _ bucket: StoredBucket, _ service: S3Service
  ) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in try move.run(.text(target), .int(object.id)) }
    try service.tell(
      S3Event(
        name: .transition, key: key, size: object.size, etag: object.etag, versionID: bucket.shownVersion(object)),
      in: bucket)
  }

  private func abort(
    _ bucket: StoredBucket, _ rules: LifecycleRules, from place: Place, _ service: S3Service
  ) throws(AWSError) -> Place? {
    let rows = try S3Store.sql { () throws(DatabaseError) in
      try uploads.all([.int(bucket.id), .blob(place.key), .int(place.age), .int(Self.page)]) {
        (
          name: $0.text(0), key: $0.blob(1), id: $0.int(2), initiated: Timestamp(milliseconds: Int64($0.int(3)))
        )
      }
    }
    for row in rows {
      guard let end = rules.abort(row.key, initiated: row.initiated), end.date <= service.now,
        let upload = try service.uploads.upload(row.name, bucket, String(decoding: row.key, as: UTF8.self))
      else { continue }
      try service.uploads.abort(upload)
    }
    guard rows.count == Self.page, let end = rows.last else { return nil }
    return Place(key: end.key, age: end.id)
  }
}

extension LifecycleRules.Subject {
  init(_ object: StoredObject, _ key: [UInt8], since: Timestamp) {
    self.init(
      key: key, size: object.size,
      tags: object.tags.isEmpty ? [] : ObjectTags(stored: object.tags).pairs, storageClass: object.storageClass,
      since: since)
  }
}

/// How operations use the rules.
extension S3Service {
  func lifecycleRules(of bucket: StoredBucket) -> LifecycleRules {
    bucket.derived(.lifecycle) {
      LifecycleRules(
        bucket.document(.lifecycle, as: GetBucketLifecycleConfiguration.Output.self) ?? Values())
    }
  }

  func followLifecycle() { lifecycle.follow(store.round) }

  /// `x-amz-expiration` of the current version of a key; nil where no rule ends it.
  func expiration(
    of key: String, size: Int, tags: String, storageClass: String, modified: Timestamp, in bucket: StoredBucket
  ) -> String? {
    guard bucket.has(.lifecycle) else { return nil }
    let subject = LifecycleRules.Subject(
      key: Array(key.utf8), size: size, tags: tags.isEmpty ? [] : ObjectTags(stored: tags).pairs,
      storageClass: storageClass, since: modified)
    return lifecycleRules(of: bucket).expiration(of: subject).map(LifecycleRules.header)
  }

  func expiration(of object: StoredObject, _ key: String, in bucket: StoredBucket) -> String? {
    guard object.state == .current else { return nil }
    return expiration(
      of: key, size: object.size, tags: object.tags, storageClass: object.storageClass, modified: object.modified,
      in: bucket)
  }
}
