import Protocols
import Runtime

/// How a request names an object: by its key, and perhaps by a version.
extension S3Service {
  /// The object that a read is about. Throws NoSuchKey, NoSuchVersion, or what S3 says of a delete marker; `method` is
  /// the one that a delete marker does not allow.
  func object(
    _ bucket: StoredBucket, _ key: String, version: String?, method: String = "GET"
  ) throws(AWSError) -> StoredObject {
    guard let version else {
      if let object = try store.object(bucket, key) { return object }
      guard bucket.versioning != .never, let marker = try store.current(bucket, key) else {
        throw AWSError.noSuchKey(key)
      }
      var error = AWSError.noSuchKey(key)
      error.fields = [
        HTTPFields.Field(name: "x-amz-delete-marker", value: "true"),
        HTTPFields.Field(name: "x-amz-version-id", value: marker.versionID),
      ]
      throw error
    }
    guard let object = try store.version(bucket, key, version) else { throw AWSError.noSuchVersion(key, version) }
    if object.isDeleteMarker { throw AWSError.deleteMarker(object, method) }
    return object
  }

  /// The object that a copy is made of.
  func copied(_ bucket: StoredBucket, _ source: CopySource) throws(AWSError) -> StoredObject {
    if let version = source.version, try store.version(bucket, source.key, version)?.isDeleteMarker == true {
      throw AWSError.invalidRequest(
        "The source of a copy request may not specifically refer to a delete marker by version id.")
    }
    return try object(bucket, source.key, version: source.version)
  }
}

extension StoredBucket {
  /// `x-amz-version-id` of an answer about the object: none in a bucket that never had versioning.
  func shownVersion(_ object: StoredObject) -> String? { versioning == .never ? nil : object.versionID }
}
