import Protocols
import Runtime

/// The inputs that make an object: they say the same of it.
protocol ObjectWriteMembers: StructureShape {
  static var headers: HeaderSet<Self> { get }
  static var encryption: EncryptionSet<Self> { get }
  static var customerKey: CustomerKeySet<Self> { get }
  static var lock: LockSet<Self> { get }
  static var grants: GrantSet<Self> { get }
  static var storageClass: OptionalMember<Self, String> { get }
  static var tagging: OptionalMember<Self, String> { get }
}

/// What a writer says of an object, read and checked, with what its bucket adds.
struct ObjectDescription: Sendable {
  var headers: ObjectHeaders
  /// A form.
  var tags: String
  var storageClass: String
  var attributes: ObjectAttributes
  /// The account that owns it.
  var owner: String
  var key: CustomerKey?

  init<Input: ObjectWriteMembers>(
    _ input: Values<Input>, _ bucket: StoredBucket, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) {
    // What a form says is text already; its fields are the input of PutObject.
    let isForm = Input.self == PutObject.Input.self && request.head?.method == "POST"
    headers = try ObjectHeaders(Input.headers, input, decodesWords: !isForm)
    tags = try input[Input.tagging].map { (text: String) throws(AWSError) in try ObjectTags(header: text).stored } ?? ""
    storageClass = try S3Service.storageClass(input[Input.storageClass])
    attributes = ObjectAttributes()
    key = try CustomerKey(Input.customerKey, input)
    owner = bucket.ownership == .bucketOwnerEnforced ? bucket.account : request.account
    try readEncryption(input, bucket, request, service)
    try ObjectLock.apply(Input.lock, input, bucket, request.now, to: &attributes)
    try readACL(input, bucket, service)
  }

  private mutating func readEncryption<Input: ObjectWriteMembers>(
    _ input: Values<Input>, _ bucket: StoredBucket, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) {
    let members = Input.encryption
    let asked = input[members.algorithm]
    if let key {
      if asked != nil {
        throw AWSError.invalidArgument(
          "x-amz-server-side-encryption", asked ?? "",
          "Server Side Encryption with Customer provided key is incompatible with the encryption method specified")
      }
      if service.blocksCustomerKeys(bucket) { throw AWSError.accessDenied() }
      attributes.customerKeyMD5 = key.md5
      return
    }
    if asked != "aws:kms", asked != "aws:kms:dsse", input[members.kmsKey] != nil || input[members.context] != nil {
      throw AWSError.invalidArgument(
        "x-amz-server-side-encryption", asked ?? "null",
        "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms")
    }
    if let asked {
      if asked == "AES256" { return }
      attributes.encryption = asked
      attributes.kmsKey = input[members.kmsKey] ?? service.managedKey(request)
      attributes.kmsContext = input[members.context]
      attributes.usesBucketKey = input[members.usesBucketKey] ?? false
    } else if let rule = bucket.encryptionRule,
      let byDefault = rule[ServerSideEncryptionRule.applyServerSideEncryptionByDefault],
      byDefault[ServerSideEncryptionByDefault.sseAlgorithm] != "AES256"
    {
      attributes.encryption = byDefault[ServerSideEncryptionByDefault.sseAlgorithm]
      attributes.kmsKey = byDefault[ServerSideEncryptionByDefault.kmsMasterKeyID] ?? service.managedKey(request)
      attributes.usesBucketKey =
        input[members.usesBucketKey] ?? rule[ServerSideEncryptionRule.bucketKeyEnabled] ?? false
    } else if !service.setting.configuration.s3EncryptsByDefault, bucket.encryptionRule == nil {
      attributes.encryption = ObjectAttributes.notEncrypted
    }
  }

  private mutating func readACL<Input: ObjectWriteMembers>(
    _ input: Values<Input>, _ bucket: StoredBucket, _ service: S3Service
  ) throws(AWSError) {
    let canned = input[Input.grants.canned]
    if bucket.ownership == .bucketOwnerEnforced {
      let changes = canned != nil && canned != "bucket-owner-full-control"
      if changes || Input.grants.all.dropFirst().contains(where: { input.has($0) }) { throw AWSError.noACLs() }
      return
    }
    if canned == "bucket-owner-full-control", bucket.ownership == .bucketOwnerPreferred { owner = bucket.account }
    if canned == nil, !Input.grants.all.contains(where: { input.has($0) }) { return }
    let user = CanonicalUser.id(of: owner)
    let list = try AccessControlList.of(
      Input.grants, input, owner: user, bucketOwner: CanonicalUser.id(of: bucket.account))
    guard let list, list != AccessControlList(owner: user) else { return }
    try service.checkACL(list, canned: canned, isOwnerAlone: false, bucket)
    attributes.acl = list.stored
  }
}

extension StoredBucket {
  /// How objects are encrypted that do not say it themselves.
  var encryptionRule: Values<ServerSideEncryptionRule>? {
    guard has(.encryption) else { return nil }
    return derived(.encryption) {
      document(.encryption, as: ServerSideEncryptionConfiguration.self)?[ServerSideEncryptionConfiguration.rules].first
    }
  }
}

extension S3Service {
  /// Whether a bucket refuses objects that are encrypted with a customer's key.
  func blocksCustomerKeys(_ bucket: StoredBucket) -> Bool {
    guard let rule = bucket.encryptionRule else { return !setting.configuration.s3AllowsCustomerKeys }
    let blocked = rule[ServerSideEncryptionRule.blockedEncryptionTypes]
    return blocked?[BlockedEncryptionTypes.encryptionType]?.contains("SSE-C") ?? false
  }

  /// The ARN of the key that AWS keeps for the account's objects; always the same.
  func managedKey(_ request: RequestContext) -> String {
    let digits = Array(Hex.encode(SHA256.hash("aws/s3 of \(request.account) in \(request.region)")).utf8)
    func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
    let id = "\(part(0..<8))-\(part(8..<12))-4\(part(13..<16))-8\(part(17..<20))-\(part(20..<32))"
    return "arn:aws:kms:\(request.region):\(request.account):key/\(id)"
  }
}

extension EncryptionSet {
  /// Tells how the object is encrypted; nothing where a customer's key did it, or nobody.
  func write(_ attributes: ObjectAttributes, to output: inout Values<Owner>) {
    if attributes.customerKeyMD5 != nil || attributes.encryption == ObjectAttributes.notEncrypted { return }
    output[algorithm] = attributes.encryption ?? "AES256"
    guard let key = attributes.kmsKey else { return }
    output[kmsKey] = key
    if attributes.usesBucketKey { output[usesBucketKey] = true }
  }
}

extension CustomerKeySet {
  func write(_ attributes: ObjectAttributes, to output: inout Values<Owner>) {
    guard let kept = attributes.customerKeyMD5 else { return }
    output[algorithm] = "AES256"
    output[md5] = kept
  }
}

extension LockSet {
  func write(_ attributes: ObjectAttributes, to output: inout Values<Owner>) {
    output[mode] = attributes.lockMode
    output[retainUntil] = attributes.retainUntil
    output[legalHold] = attributes.hasLegalHold.map { $0 ? "ON" : "OFF" }
  }
}
