import Protocols

/// The conditions of a request on the present state of an object
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html).
struct Precondition {
  var ifMatch: String?
  var ifNoneMatch: String?
  var ifModifiedSince: Timestamp?
  var ifUnmodifiedSince: Timestamp?

  /// Of a read. Throws PreconditionFailed (412) or answers 304 by throwing NotModified.
  func checkRead(_ object: StoredObject) throws(AWSError) {
    if let ifMatch {
      if !Precondition.matches(ifMatch, object.etag) { throw AWSError.preconditionFailed("If-Match") }
    } else if let ifUnmodifiedSince, object.modified.seconds > ifUnmodifiedSince.seconds {
      throw AWSError.preconditionFailed("If-Unmodified-Since")
    }
    if let ifNoneMatch {
      if Precondition.matches(ifNoneMatch, object.etag) { throw AWSError.notModified(object) }
    } else if let ifModifiedSince, object.modified.seconds <= ifModifiedSince.seconds {
      throw AWSError.notModified(object)
    }
  }

  /// Of the source of a copy: whatever does not hold is 412.
  func checkCopySource(_ object: StoredObject) throws(AWSError) {
    if let ifMatch {
      if !Precondition.matches(ifMatch, object.etag) {
        throw AWSError.preconditionFailed("x-amz-copy-source-If-Match")
      }
    } else if let ifUnmodifiedSince, object.modified.seconds > ifUnmodifiedSince.seconds {
      throw AWSError.preconditionFailed("x-amz-copy-source-If-Unmodified-Since")
    }
    if let ifNoneMatch {
      if Precondition.matches(ifNoneMatch, object.etag) {
        throw AWSError.preconditionFailed("x-amz-copy-source-If-None-Match")
      }
    } else if let ifModifiedSince, object.modified.seconds <= ifModifiedSince.seconds {
      throw AWSError.preconditionFailed("x-amz-copy-source-If-Modified-Since")
    }
  }

  /// What a write may ask for at all: `If-None-Match: *`, or `If-Match` with an entity tag, not both.
  static func checkForm(ifMatch: String?, ifNoneMatch: String?) throws(AWSError) {
    if ifMatch != nil, ifNoneMatch != nil {
      throw AWSError.headerNotImplemented(
        "If-Match,If-None-Match", more: "Multiple conditional request headers present in the request")
    }
    if let ifNoneMatch, ifNoneMatch != "*" { throw refusedValue(of: "If-None-Match") }
    if ifMatch == "*" { throw refusedValue(of: "If-Match") }
  }

  private static func refusedValue(of header: String) -> AWSError {
    .headerNotImplemented(header, more: "We don't accept the provided value of \(header) header for this API")
  }

  /// Of a write over what is there now, which may be a delete marker.
  static func checkWrite(
    ifMatch: String?, ifNoneMatch: String?, existing: StoredObject?, key: String
  ) throws(AWSError) {
    let existing = existing.flatMap { $0.isDeleteMarker ? nil : $0 }
    if ifNoneMatch != nil, existing != nil { throw AWSError.preconditionFailed("If-None-Match") }
    if let ifMatch {
      guard let existing else { throw AWSError.noSuchKey(key) }
      if !matches(ifMatch, existing.etag) { throw AWSError.preconditionFailed("If-Match") }
    }
  }

  /// Whether a list of entity tags, or `*`, holds for the tag. Quotes may be missing, as S3 takes them.
  static func matches(_ list: String, _ etag: String) -> Bool {
    for part in list.split(separator: ",") {
      var tag = part.drop { $0 == " " }
      while tag.last == " " { tag.removeLast() }
      if tag == "*" { return true }
      if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
      if tag.first == "\"" { tag.removeFirst() }
      if tag.last == "\"" { tag.removeLast() }
      if tag == etag { return true }
    }
    return false
  }
}
