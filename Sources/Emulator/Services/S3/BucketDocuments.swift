import Protocols

/// A bucket's configurations as its operations keep and read them.
extension S3Service {
  /// The configuration, or nil where the bucket has none. `shape` may be another than the one it was kept as, if it
  /// shares the members.
  func kept<S: StructureShape>(
    _ kind: BucketDocument, of bucket: StoredBucket, id: String = "", as shape: S.Type
  ) throws(AWSError) -> Values<S>? {
    bucket.document(kind, id, as: shape)
  }

  func keep<S: StructureShape>(
    _ kind: BucketDocument, _ configuration: Values<S>, of bucket: StoredBucket, id: String = ""
  ) throws(AWSError) {
    try store.set(configuration, kind, id, of: bucket)
  }

  /// Whether there was one.
  @discardableResult
  func forget(_ kind: BucketDocument, of bucket: StoredBucket, id: String = "") throws(AWSError) -> Bool {
    guard bucket.documents[kind]?[id] != nil else { return false }
    try store.remove(kind, id, of: bucket)
    return true
  }

  /// Those of a kind in the order of their ids. The token of the next page names the last id of this one.
  func keptPage<S: StructureShape>(
    _ kind: BucketDocument, of bucket: StoredBucket, after token: String?, as shape: S.Type
  ) throws(AWSError) -> (configurations: [Values<S>], next: String?) {
    let size = 100
    var ids = (bucket.documents[kind] ?? [:]).keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }[...]
    if let token {
      let last = String(decoding: try ContinuationToken.start(token), as: UTF8.self)
      ids = ids.drop { !last.utf8.lexicographicallyPrecedes($0.utf8) }
    }
    let page = ids.prefix(size)
    let next = page.count < ids.count ? page.last.map { ContinuationToken.text(Array($0.utf8)) } : nil
    return (page.compactMap { bucket.document(kind, $0, as: shape) }, next)
  }
}
