import Protocols

/// An object as its row tells it, the bytes aside.
struct StoredObject: Sendable {
  var id: Int
  var modified: Timestamp
  var size: Int
  /// Without quotes: the MD5 in hexadecimal digits, or that of the parts' MD5s with `-N`.
  var etag: String
  var storageClass: String
  var checksum: Checksum?
  /// How many parts it was uploaded in; 0 for one that came in one piece.
  var partCount: Int
  /// The body whose files hold the bytes; nil where they are in the row.
  var body: Int?
  var headers: String
  /// A form; empty without tags.
  var tags: String

  var quotedETag: String { "\"\(etag)\"" }

  /// The object's bytes must be restored before they can be read.
  var isArchived: Bool { storageClass == "GLACIER" || storageClass == "DEEP_ARCHIVE" }
}

/// One file of a body.
struct StoredPart: Sendable {
  var number: Int
  /// nil for a part without bytes.
  var file: Int?
  var size: Int
  var modified: Timestamp
  /// 16 bytes.
  var md5: [UInt8]
  /// Of the upload's algorithm.
  var checksum: [UInt8]
}

/// A bucket.
struct StoredBucket: Sendable {
  var id: Int
  var account: String
  var region: String
  var name: String
  var created: Timestamp
}

/// What is to be written over a key.
struct NewObject: Sendable {
  enum Content: Sendable {
    case bytes([UInt8])
    /// A body whose reference passes to the object.
    case body(Int)
  }
  var modified: Timestamp
  var size: Int
  var etag: String
  var storageClass: String
  var checksum: Checksum?
  var partCount = 0
  var headers: String
  var tags: String
  var content: Content
}
