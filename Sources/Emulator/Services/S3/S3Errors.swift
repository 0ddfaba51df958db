import Protocols

/// S3's errors with AWS's sentences
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
extension AWSError {
  static func noSuchBucket(_ bucket: String) -> AWSError {
    AWSError("NoSuchBucket", "The specified bucket does not exist", status: 404, elements: [("BucketName", bucket)])
  }
  static func noSuchKey(_ key: String) -> AWSError {
    AWSError("NoSuchKey", "The specified key does not exist.", status: 404, elements: [("Key", key)])
  }
  static func noSuchVersion(_ key: String, _ version: String) -> AWSError {
    AWSError(
      "NoSuchVersion", "The specified version does not exist.", status: 404,
      elements: [("Key", key), ("VersionId", version)])
  }
  /// What a delete marker answers to who asks for it by its version.
  static func deleteMarker(_ marker: StoredObject, _ method: String) -> AWSError {
    AWSError(
      "MethodNotAllowed", "The specified method is not allowed against this resource.", status: 405,
      elements: [("Method", method), ("ResourceType", "DeleteMarker")],
      fields: [
        HTTPFields.Field(name: "x-amz-delete-marker", value: "true"),
        HTTPFields.Field(name: "x-amz-version-id", value: marker.versionID),
        HTTPFields.Field(name: "Last-Modified", value: marker.modified.httpDate()),
        HTTPFields.Field(name: "Allow", value: "DELETE"),
      ])
  }
  static func noSuchPolicy(_ bucket: String) -> AWSError {
    AWSError(
      "NoSuchBucketPolicy", "The bucket policy does not exist", status: 404, elements: [("BucketName", bucket)])
  }
  static func bucketACLWithOwnership() -> AWSError {
    AWSError(
      "InvalidBucketAclWithObjectOwnership",
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
  }
  static func noACLs() -> AWSError {
    AWSError("AccessControlListNotSupported", "The bucket does not allow ACLs")
  }
  static func noSuchUpload(_ upload: String) -> AWSError {
    AWSError(
      "NoSuchUpload",
      "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or "
        + "completed.", status: 404, elements: [("UploadId", upload)])
  }
  static func accessDenied() -> AWSError { AWSError("AccessDenied", "Access Denied", status: 403) }
  static func invalidRequest(_ message: String) -> AWSError { AWSError("InvalidRequest", message) }
  static func invalidArgument(_ name: String, _ value: String, _ message: String) -> AWSError {
    AWSError("InvalidArgument", message, elements: [("ArgumentName", name), ("ArgumentValue", value)])
  }
  static func invalidDigest() -> AWSError { AWSError("InvalidDigest", "The Content-MD5 you specified was invalid.") }
  static func malformedXML() -> AWSError {
    AWSError(
      "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
  }
  static func malformedTrailer() -> AWSError {
    AWSError(
      "MalformedTrailerError",
      "The request contained trailing data that was not well-formed or did not conform to our published schema.")
  }
  static func incompleteBody() -> AWSError {
    AWSError(
      "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header")
  }
  static func badChecksum(_ algorithm: ChecksumAlgorithm) -> AWSError {
    AWSError("BadDigest", "The \(algorithm.name) you specified did not match the calculated checksum.")
  }
  static func headerNotImplemented(_ header: String, more: String? = nil) -> AWSError {
    AWSError(
      "NotImplemented", "A header you provided implies functionality that is not implemented", status: 501,
      elements: [("Header", header)] + (more.map { [("additionalMessage", $0)] } ?? []))
  }
  static func missingContentLength() -> AWSError {
    AWSError("MissingContentLength", "You must provide the Content-Length HTTP header.", status: 411)
  }
  static func entityTooLarge(_ size: Int, _ limit: Int) -> AWSError {
    AWSError(
      "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
      elements: [("ProposedSize", "\(size)"), ("MaxSizeAllowed", "\(limit)")])
  }
  static func keyTooLong(_ size: Int) -> AWSError {
    AWSError(
      "KeyTooLongError", "Your key is too long", elements: [("Size", "\(size)"), ("MaxSizeAllowed", "1024")])
  }
  static func invalidRange(_ range: String, _ size: Int) -> AWSError {
    AWSError(
      "InvalidRange", "The requested range is not satisfiable", status: 416,
      elements: [("RangeRequested", range), ("ActualObjectSize", "\(size)")],
      fields: [HTTPFields.Field(name: "Content-Range", value: "bytes */\(size)")])
  }
  static func conditionalConflict(_ condition: String, _ key: String) -> AWSError {
    AWSError(
      "ConditionalRequestConflict",
      "The conditional request cannot succeed due to a conflicting operation against this resource.", status: 409,
      elements: [("Condition", condition), ("Key", key)])
  }

  static func preconditionFailed(_ condition: String) -> AWSError {
    AWSError(
      "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", status: 412,
      elements: [("Condition", condition)])
  }
  static func notModified(_ object: StoredObject) -> AWSError {
    AWSError(
      "NotModified", "Not Modified", status: 304,
      fields: [
        HTTPFields.Field(name: "ETag", value: object.quotedETag),
        HTTPFields.Field(name: "Last-Modified", value: object.modified.httpDate()),
      ])
  }
  static func invalidStorageClass(_ name: String) -> AWSError {
    AWSError(
      "InvalidStorageClass", "The storage class you specified is not valid",
      elements: [("StorageClassRequested", name)])
  }
  static func invalidObjectState(
    _ object: StoredObject, _ message: String = "The operation is not valid for the object's storage class"
  ) -> AWSError {
    AWSError("InvalidObjectState", message, status: 403, elements: [("StorageClass", object.storageClass)])
  }
  static func invalidPart(_ upload: String, _ number: Int, _ etag: String) -> AWSError {
    AWSError(
      "InvalidPart",
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified "
        + "entity tag may not match the part's entity tag.",
      elements: [("UploadId", upload), ("PartNumber", "\(number)"), ("ETag", etag)])
  }
  static func invalidPartNumber(_ number: Int) -> AWSError {
    .invalidArgument("partNumber", "\(number)", "Part number must be an integer between 1 and 10000, inclusive")
  }

  /// S3's own words for a member that breaks a constraint of its shape; the first one counts.
  static func violation(in input: Structure) -> AWSError? {
    for member in input.shape.members {
      let value = input.slots[member.index]
      if value.isAbsent {
        guard member.isRequired else { continue }
        return member.location == .body || member.location == .payload ? .malformedXML() : nil
      }
      switch value {
      case .string(let text):
        let constraints = member.target.shape.constraints
        if !constraints.values.isEmpty, !constraints.values.contains(text) { return refusal(of: text, for: member) }
        if let pattern = constraints.pattern, !pattern.matches(text) { return refusal(of: text, for: member) }
      case .structure(let inner):
        if let error = violation(in: inner) { return error }
      case .list(let values):
        for case .structure(let inner) in values { if let error = violation(in: inner) { return error } }
      default: break
      }
    }
    return nil
  }

  private static func refusal(of text: String, for member: AnyMember) -> AWSError {
    switch member.name {
    case "StorageClass": return .invalidStorageClass(text)
    case "LocationConstraint":
      return AWSError(
        "InvalidLocationConstraint", "The specified location-constraint is not valid",
        elements: [("LocationConstraint", text)])
    case "MetadataDirective": return .invalidArgument("x-amz-metadata-directive", text, "Unknown metadata directive.")
    case "TaggingDirective": return .invalidArgument("x-amz-tagging-directive", text, "Unknown tagging directive.")
    case "EncodingType":
      return .invalidArgument("encoding-type", text, "Invalid Encoding Method specified in Request")
    case "ServerSideEncryption":
      return .invalidArgument(
        "x-amz-server-side-encryption", text, "The encryption method specified is not supported")
    case "CopySource":
      return .invalidArgument(
        "x-amz-copy-source", "x-amz-copy-source", "Invalid copy source object key")
    case "ObjectLockMode":
      return .invalidArgument("x-amz-object-lock-mode", text, "Unknown wormMode directive.")
    case "ChecksumAlgorithm":
      return .invalidRequest(
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
          + "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")
    default:
      if member.location == .body { return .malformedXML() }
      if member.name == "ObjectOwnership" {
        return AWSError(
          "InvalidArgument", "Invalid x-amz-object-ownership header: \(text)",
          elements: [("ArgumentName", "x-amz-object-ownership")])
      }
      if case .header(let field) = member.location { return .invalidArgument(field, text, "Invalid \(field) value") }
      return .invalidArgument(member.name, text, "Invalid Argument")
    }
  }
}
