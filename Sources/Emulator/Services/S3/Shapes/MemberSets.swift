import Protocols

/// Members that many of S3's statements share, made anew for each shape: a member stands in one structure only.
///
///     static let checksums = ChecksumSet<Input>(.headers)
///     static let shape = structure("PutObjectRequest", [acl, body] + checksums.all)

/// The checksum of an object or part, in one of the algorithms.
struct ChecksumSet<Owner: StructureShape>: Sendable {
  enum Place: Sendable {
    case headers, elements
  }

  let all: [AnyMember]
  private let members: [OptionalMember<Owner, String>]

  init(_ place: Place) {
    members = ChecksumAlgorithm.allCases.map { algorithm in
      switch place {
      case .headers: OptionalMember("Checksum" + algorithm.name, .header(algorithm.header))
      case .elements: OptionalMember("Checksum" + algorithm.name)
      }
    }
    all = members
  }

  subscript(_ algorithm: ChecksumAlgorithm) -> OptionalMember<Owner, String> { members[algorithm.rawValue - 1] }
}

/// What a writer says of an object and every reader is told again.
struct HeaderSet<Owner: StructureShape>: Sendable {
  let cacheControl = OptionalMember<Owner, String>("CacheControl", .header("Cache-Control"))
  let contentDisposition = OptionalMember<Owner, String>("ContentDisposition", .header("Content-Disposition"))
  let contentEncoding = OptionalMember<Owner, String>("ContentEncoding", .header("Content-Encoding"))
  let contentLanguage = OptionalMember<Owner, String>("ContentLanguage", .header("Content-Language"))
  let contentType = OptionalMember<Owner, String>("ContentType", .header("Content-Type"))
  let expires = OptionalMember<Owner, String>("Expires", .header("Expires"))
  let websiteRedirectLocation = OptionalMember<Owner, String>(
    "WebsiteRedirectLocation", .header("x-amz-website-redirect-location"))
  let metadata = OptionalMember<Owner, [String: String]>("Metadata", .prefixHeaders("x-amz-meta-"))

  var all: [AnyMember] {
    [
      cacheControl, contentDisposition, contentEncoding, contentLanguage, contentType, expires,
      websiteRedirectLocation, metadata,
    ]
  }
}

/// How S3 encrypts an object, asked for or told.
struct EncryptionSet<Owner: StructureShape>: Sendable {
  let algorithm: OptionalMember<Owner, String>
  let kmsKey: OptionalMember<Owner, String>
  let context: OptionalMember<Owner, String>
  let usesBucketKey: OptionalMember<Owner, Bool>

  /// `refuses`: of an input, in which only the ciphers of general purpose buckets are taken.
  init(refuses: Bool = false) {
    algorithm =
      refuses
      ? OptionalMember(
        "ServerSideEncryption", .values(S3Values.serverSideEncryption), .header("x-amz-server-side-encryption"),
        .emulatedOnly(["AES256", "aws:kms", "aws:kms:dsse"]))
      : OptionalMember(
        "ServerSideEncryption", .values(S3Values.serverSideEncryption), .header("x-amz-server-side-encryption"))
    kmsKey = OptionalMember("SSEKMSKeyId", .header("x-amz-server-side-encryption-aws-kms-key-id"))
    context = OptionalMember("SSEKMSEncryptionContext", .header("x-amz-server-side-encryption-context"))
    usesBucketKey = OptionalMember("BucketKeyEnabled", .header("x-amz-server-side-encryption-bucket-key-enabled"))
  }

  var all: [AnyMember] { [algorithm, kmsKey, context, usesBucketKey] }
  /// Of the outputs that do not tell the context.
  var withoutContext: [AnyMember] { [algorithm, kmsKey, usesBucketKey] }
}

/// A key of the customer's that S3 encrypts with (SSE-C).
struct CustomerKeySet<Owner: StructureShape>: Sendable {
  let algorithm: OptionalMember<Owner, String>
  let key: OptionalMember<Owner, String>
  let md5: OptionalMember<Owner, String>

  /// `ofSource`: that of the object which is copied. `beyondModel`: of an answer whose model does not tell it.
  init(ofSource: Bool = false, beyondModel: Bool = false) {
    let name = ofSource ? "CopySourceSSECustomer" : "SSECustomer"
    let header = ofSource ? "x-amz-copy-source-server-side-encryption" : "x-amz-server-side-encryption"
    func member(_ suffix: String, _ field: String) -> OptionalMember<Owner, String> {
      beyondModel
        ? OptionalMember(name + suffix, .header(header + field), .beyondModel)
        : OptionalMember(name + suffix, .header(header + field))
    }
    algorithm = member("Algorithm", "-customer-algorithm")
    key = member("Key", "-customer-key")
    md5 = member("KeyMD5", "-customer-key-MD5")
  }

  var all: [AnyMember] { [algorithm, key, md5] }
  /// Answers never tell the key.
  var answered: [AnyMember] { [algorithm, md5] }
}

/// The lock of an object, asked for or told.
struct LockSet<Owner: StructureShape>: Sendable {
  let mode = OptionalMember<Owner, String>(
    "ObjectLockMode", .values(S3Values.objectLockMode), .header("x-amz-object-lock-mode"))
  let retainUntil = OptionalMember<Owner, Timestamp>(
    "ObjectLockRetainUntilDate", .header("x-amz-object-lock-retain-until-date"), .timestamp(.dateTime))
  let legalHold = OptionalMember<Owner, String>(
    "ObjectLockLegalHoldStatus", .values(S3Values.objectLockLegalHoldStatus), .header("x-amz-object-lock-legal-hold"))

  var all: [AnyMember] { [mode, retainUntil, legalHold] }
}

/// Who may touch it, as header fields say it.
struct GrantSet<Owner: StructureShape>: Sendable {
  let canned: OptionalMember<Owner, String>
  let fullControl = OptionalMember<Owner, String>("GrantFullControl", .header("x-amz-grant-full-control"))
  let read = OptionalMember<Owner, String>("GrantRead", .header("x-amz-grant-read"))
  let readACP = OptionalMember<Owner, String>("GrantReadACP", .header("x-amz-grant-read-acp"))
  /// Of buckets, and of PutObjectAcl.
  let write = OptionalMember<Owner, String>("GrantWrite", .header("x-amz-grant-write"))
  let writeACP = OptionalMember<Owner, String>("GrantWriteACP", .header("x-amz-grant-write-acp"))
  let hasWrite: Bool
  let all: [AnyMember]

  init(canned values: [String], hasWrite: Bool) {
    canned = OptionalMember("ACL", .values(values), .header("x-amz-acl"))
    self.hasWrite = hasWrite
    all = [canned, fullControl, read, readACP] + (hasWrite ? [write] : []) + [writeACP]
  }
}

/// Header fields that a reader wants otherwise.
struct OverrideSet<Owner: StructureShape>: Sendable {
  let cacheControl = OptionalMember<Owner, String>("ResponseCacheControl", .query("response-cache-control"))
  let contentDisposition = OptionalMember<Owner, String>(
    "ResponseContentDisposition", .query("response-content-disposition"))
  let contentEncoding = OptionalMember<Owner, String>("ResponseContentEncoding", .query("response-content-encoding"))
  let contentLanguage = OptionalMember<Owner, String>("ResponseContentLanguage", .query("response-content-language"))
  let contentType = OptionalMember<Owner, String>("ResponseContentType", .query("response-content-type"))
  let expires = OptionalMember<Owner, Timestamp>("ResponseExpires", .query("response-expires"), .timestamp(.httpDate))

  var all: [AnyMember] {
    [cacheControl, contentDisposition, contentEncoding, contentLanguage, contentType, expires]
  }

  /// Throws for what no header field can carry, and for a reader who is nobody: such a link could be anyone's.
  func check(_ input: Values<Owner>, _ request: RequestContext) throws(AWSError) {
    if let head = request.head, head.query.isEmpty { return }
    let texts = [
      ("response-cache-control", input[cacheControl]), ("response-content-disposition", input[contentDisposition]),
      ("response-content-encoding", input[contentEncoding]), ("response-content-language", input[contentLanguage]),
      ("response-content-type", input[contentType]),
    ]
    var isAsked = input[expires] != nil
    for case (let name, let text?) in texts {
      isAsked = true
      if text.unicodeScalars.contains(where: { $0.value > 0xFF }) {
        throw AWSError.invalidArgument(name, text, "Header value cannot be represented using ISO-8859-1.")
      }
    }
    if isAsked, request.caller.isAnonymous {
      throw AWSError.invalidRequest("Request specific response headers cannot be used for anonymous GET requests.")
    }
  }

  func write<Output>(_ input: Values<Owner>, _ headers: HeaderSet<Output>, to output: inout Values<Output>) {
    if let value = input[contentType] { output[headers.contentType] = value }
    if let value = input[cacheControl] { output[headers.cacheControl] = value }
    if let value = input[contentDisposition] { output[headers.contentDisposition] = value }
    if let value = input[contentEncoding] { output[headers.contentEncoding] = value }
    if let value = input[contentLanguage] { output[headers.contentLanguage] = value }
    if let value = input[expires] { output[headers.expires] = value.httpDate() }
  }
}

/// The conditions of a read.
struct ConditionSet<Owner: StructureShape>: Sendable {
  let ifMatch: OptionalMember<Owner, String>
  let ifNoneMatch: OptionalMember<Owner, String>
  let ifModifiedSince: OptionalMember<Owner, Timestamp>
  let ifUnmodifiedSince: OptionalMember<Owner, Timestamp>

  /// `ofSource`: those on the object which is copied.
  init(ofSource: Bool = false) {
    let name = ofSource ? "CopySource" : ""
    func header(_ field: String) -> Trait { .header(ofSource ? "x-amz-copy-source-" + field.lowercased() : field) }
    ifMatch = OptionalMember(name + "IfMatch", header("If-Match"))
    ifNoneMatch = OptionalMember(name + "IfNoneMatch", header("If-None-Match"))
    ifModifiedSince = OptionalMember(name + "IfModifiedSince", header("If-Modified-Since"))
    ifUnmodifiedSince = OptionalMember(name + "IfUnmodifiedSince", header("If-Unmodified-Since"))
  }

  var all: [AnyMember] { [ifMatch, ifModifiedSince, ifNoneMatch, ifUnmodifiedSince] }

  func precondition(_ input: Values<Owner>) -> Precondition {
    Precondition(
      ifMatch: input[ifMatch], ifNoneMatch: input[ifNoneMatch], ifModifiedSince: input[ifModifiedSince],
      ifUnmodifiedSince: input[ifUnmodifiedSince])
  }
}
