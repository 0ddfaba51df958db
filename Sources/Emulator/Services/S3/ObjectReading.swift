import Protocols
import Runtime

/// The outputs that tell an object's head: GetObject and HeadObject.
protocol ObjectReadMembers: StructureShape {
  static var headers: HeaderSet<Self> { get }
  static var checksums: ChecksumSet<Self> { get }
  static var encryption: EncryptionSet<Self> { get }
  static var customerKey: CustomerKeySet<Self> { get }
  static var lock: LockSet<Self> { get }
  static var acceptRanges: OptionalMember<Self, String> { get }
  static var restore: OptionalMember<Self, String> { get }
  static var expiration: OptionalMember<Self, String> { get }
  static var lastModified: OptionalMember<Self, Timestamp> { get }
  static var eTag: OptionalMember<Self, String> { get }
  static var checksumType: OptionalMember<Self, String> { get }
  static var versionID: OptionalMember<Self, String> { get }
  static var contentRange: OptionalMember<Self, String> { get }
  static var storageClass: OptionalMember<Self, String> { get }
  static var partsCount: OptionalMember<Self, Int32> { get }
  static var tagCount: OptionalMember<Self, Int32> { get }
}

/// An object that is read: what its head says.
struct ObjectReading {
  var bucket: StoredBucket
  var key: String
  var object: StoredObject
  var attributes: ObjectAttributes
  var selection: ObjectSelection

  func head<Output: ObjectReadMembers>(
    showsChecksum: Bool, showsExpiration: Bool, _ service: S3Service
  ) -> Values<Output> {
    var output = Values<Output>()
    ObjectHeaders(stored: object.headers).write(Output.headers, to: &output)
    output[Output.acceptRanges] = "bytes"
    output[Output.lastModified] = Timestamp(seconds: object.modified.seconds)
    output[Output.eTag] = object.quotedETag
    output[Output.versionID] = bucket.shownVersion(object)
    output[Output.contentRange] = selection.contentRange
    output[Output.partsCount] = selection.partCount.map { Int32($0) }
    if showsExpiration { output[Output.expiration] = service.expiration(of: object, key, in: bucket) }
    if object.storageClass != "STANDARD" { output[Output.storageClass] = object.storageClass }
    if !object.tags.isEmpty { output[Output.tagCount] = Int32(ObjectTags(stored: object.tags).pairs.count) }
    if showsChecksum, let checksum = selection.checksum {
      output[Output.checksums[checksum.algorithm]] = checksum.text
      output[Output.checksumType] = checksum.type.name
    }
    Output.encryption.write(attributes, to: &output)
    Output.customerKey.write(attributes, to: &output)
    Output.lock.write(attributes, to: &output)
    if let end = attributes.restoredUntil, end > service.now {
      output[Output.restore] = "ongoing-request=\"false\", expiry-date=\"\(end.httpDate())\""
    }
    return output
  }
}
