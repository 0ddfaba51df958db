import Protocols
import Storage

/// The inputs that make a part of an upload.
protocol PartMembers: StructureShape {
  static var bucket: RequiredMember<Self, String> { get }
  static var key: RequiredMember<Self, String> { get }
  static var partNumber: RequiredMember<Self, Int32> { get }
  static var uploadID: RequiredMember<Self, String> { get }
  static var customerKey: CustomerKeySet<Self> { get }
  static var expectedBucketOwner: OptionalMember<Self, String> { get }
}

extension S3Service {
  /// The upload that a part is for, and the customer's key that came with it, which must be the upload's.
  func upload<Input: PartMembers>(ofPart input: Values<Input>) throws(AWSError) -> (StoredUpload, CustomerKey?) {
    let bucket = try bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let number = Int(input[Input.partNumber])
    guard (1...10_000).contains(number) else { throw AWSError.invalidPartNumber(number) }
    let upload = try openUpload(input[Input.uploadID], bucket, input[Input.key])
    let key = try CustomerKey(Input.customerKey, input)
    try CustomerKey.check(key, ofUpload: ObjectAttributes(stored: upload.attributes))
    return (upload, key)
  }

  /// An upload that still takes parts.
  func openUpload(_ name: String, _ bucket: StoredBucket, _ key: String) throws(AWSError) -> StoredUpload {
    guard let upload = try uploads.upload(name, bucket, key), !upload.isCompleted else {
      throw AWSError.noSuchUpload(name)
    }
    return upload
  }

  /// Writes the part into its upload, which may be gone since the body began to come; returns the upload's attributes.
  func keepPart<Input: PartMembers>(
    _ body: BodySpool.Result, _ input: Values<Input>, now: Timestamp
  ) throws(AWSError) -> ObjectAttributes {
    let (upload, _) = try upload(ofPart: input)
    var file: BlobWriter?
    if case .file(let written) = body.content, body.digest.size > 0 { file = written }
    try uploads.setPart(Int(input[Input.partNumber]), file, body.digest, of: upload, now: now)
    return ObjectAttributes(stored: upload.attributes)
  }
}
