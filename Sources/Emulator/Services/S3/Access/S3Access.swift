import Protocols
import Runtime

/// Who may touch what, where signatures are verified: the bucket's policy first, then who owns it, then ACLs
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html). Policies of identities are
/// not asked: within its own account a caller may do everything that no bucket policy denies. Loop only.
final class S3Access {
  private unowned let service: S3Service

  init(_ service: S3Service) { self.service = service }

  /// Before an operation, whatever it is: `input` has its bucket, key and version by AWS's names. Throws AccessDenied.
  func check(_ operation: String, _ input: Structure, _ request: RequestContext) throws(AWSError) {
    let rule = AccessRule.of(operation)
    switch rule.target {
    case .account:
      if request.caller.isAnonymous { throw AWSError.accessDenied() }
      return
    case .each: return
    case .bucket, .object: break
    }
    // A bucket that is not there is the operation's to tell.
    guard case .string(let name) = input[named: "Bucket"], let bucket = service.store.buckets[name] else { return }
    var key: String?
    if case .string(let text) = input[named: "Key"] { key = text }
    var version: String?
    if case .string(let text) = input[named: "VersionId"] { version = text }
    try check(rule, bucket, key: rule.target == .object ? key : nil, version: version, request)
    if operation == "CopyObject" || operation == "UploadPartCopy", case .string(let text) = input[named: "CopySource"] {
      let source = try CopySource(text)
      guard let bucket = service.store.buckets[source.bucket] else { return }
      try check(.readObject, bucket, key: source.key, version: source.version, request)
    }
    guard operation == "PutObject" || operation == "CopyObject" || operation == "CreateMultipartUpload" else { return }
    if let key, case .string = input[named: "Tagging"] {
      try check(.of("PutObjectTagging"), bucket, key: key, version: nil, request)
    }
  }

  /// Throws AccessDenied.
  func check(
    _ rule: AccessRule, _ bucket: StoredBucket, key: String?, version: String?, _ request: RequestContext
  ) throws(AWSError) {
    if try !allows(rule, bucket, key: key, version: version, request) { throw AWSError.accessDenied() }
  }

  func allows(
    _ rule: AccessRule, _ bucket: StoredBucket, key: String?, version: String?, _ request: RequestContext,
    prefix: String? = nil
  ) throws(AWSError) -> Bool {
    let caller = request.caller
    let isOwner = caller.account == bucket.account
    let user = caller.isAnonymous ? nil : CanonicalUser.id(of: caller.account)
    var object: StoredObject?
    if let key, rule.isOfObject || bucket.has(.policy) {
      if let version {
        do throws(AWSError) { object = try service.store.version(bucket, key, version) } catch { object = nil }
      } else {
        object = try service.store.object(bucket, key)
      }
    }

    // Of what is missing, whoever may list the bucket may know it, and nobody else.
    if rule.isOfObject, object == nil, version == nil, !isOwner, let key {
      return try allows(.listBucket, bucket, key: nil, version: nil, request, prefix: key)
    }

    // FIRST the policy: a denial is the last word, for the owner as well.
    let block = bucket.publicAccessBlock
    if let policy = bucket.policy {
      let action = version == nil ? rule.action : rule.versionAction ?? rule.action
      let resource = "arn:aws:s3:::" + bucket.name + (key.map { "/" + $0 } ?? "")
      var values = PolicyRequest.values(request, bucket, object)
      if let prefix { values.values["s3:prefix"] = [prefix] }
      switch policy.verdict(action, resource, caller, user: user ?? "", values) {
      case .denied: return false
      case .allowed:
        // A public policy counts for nobody outside, where public access is restricted.
        let counts = isOwner || !(block.restricts && policy.isPublic)
        if counts { return true }
      case .silent: break
      }
    }

    // THEN the owner. An object that another account owns is that account's to show, unless ACLs do not count.
    let isForeign = bucket.ownership != .bucketOwnerEnforced && !(object?.owner.isEmpty ?? true)
    if isOwner, !(isForeign && rule.isOfObject) { return true }

    // THEN the ACLs.
    guard let permission = rule.permission, bucket.ownership != .bucketOwnerEnforced else { return false }
    guard rule.isOfObject else {
      return bucket.accessControlList.allows(permission, user, ignoresPublic: block.ignoresACLs)
    }
    guard let object else { return false }
    return service.accessControlList(of: object, bucket).allows(permission, user, ignoresPublic: block.ignoresACLs)
  }
}

extension S3Service {
  func accessControlList(of object: StoredObject, _ bucket: StoredBucket) -> AccessControlList {
    if let stored = ObjectAttributes(stored: object.attributes).acl { return AccessControlList(stored: stored) }
    return AccessControlList(owner: CanonicalUser.id(of: object.owner.isEmpty ? bucket.account : object.owner))
  }
}

/// The keys that a bucket policy's conditions may ask for
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html).
enum PolicyRequest {
  static func values(_ request: RequestContext, _ bucket: StoredBucket, _ object: StoredObject?) -> PolicyValues {
    var values = PolicyValues(of: request, resourceAccount: bucket.account).values
    values["s3:resourceaccount"] = [bucket.account]
    if let head = request.head {
      readSignature(head, request, &values)
      for field in head.fields.all {
        let name = field.name.lowercased()
        if name.hasPrefix("x-amz-") { values["s3:" + name] = [field.value] }
        // The keys of object lock are not called as their fields are.
        if name.hasPrefix("x-amz-object-lock-") { values["s3:" + name.dropFirst("x-amz-".count)] = [field.value] }
        if name == "if-match" || name == "if-none-match" { values["s3:" + name] = [field.value] }
      }
      for field in (try? Form.parse(head.query)) ?? [] {
        switch field.name {
        case "prefix", "delimiter", "max-keys": values["s3:" + field.name] = [field.value]
        case "versionId": values["s3:versionid"] = [field.value]
        default:
          // What a presigned address says in the place of header fields.
          let name = field.name.lowercased()
          if name.hasPrefix("x-amz-"), values["s3:" + name] == nil { values["s3:" + name] = [field.value] }
        }
      }
      if let text = head.fields["x-amz-tagging"], let tags = try? ObjectTags(header: text) {
        for pair in tags.pairs { values["s3:requestobjecttag/" + pair.key.lowercased()] = [pair.value] }
        values["s3:requestobjecttagkeys"] = tags.pairs.map(\.key)
      }
    }
    if let object, !object.tags.isEmpty {
      for pair in ObjectTags(stored: object.tags).pairs {
        values["s3:existingobjecttag/" + pair.key.lowercased()] = [pair.value]
      }
    }
    return PolicyValues(values)
  }

  /// How the request is signed, and how long ago an address was.
  private static func readSignature(
    _ head: HTTPRequestHead, _ request: RequestContext, _ values: inout [String: [String]]
  ) {
    if request.caller.isAnonymous { return }
    let header = head.fields["Authorization"]
    let isInQuery = head.query.contains("X-Amz-Signature=") || head.query.contains("Signature=")
    values["s3:authtype"] = [header != nil ? "REST-HEADER" : isInQuery ? "REST-QUERY-STRING" : "POST"]
    let isOld = header?.hasPrefix("AWS ") ?? (isInQuery && !head.query.contains("X-Amz-Signature="))
    values["s3:signatureversion"] = [isOld ? "AWS" : "AWS4-HMAC-SHA256"]
    guard let time = (try? SignatureV4(head))?.time else { return }
    values["s3:signatureage"] = ["\(max(0, request.now.milliseconds - time.milliseconds))"]
  }
}
