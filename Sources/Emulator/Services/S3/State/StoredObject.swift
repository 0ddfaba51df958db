import Protocols
import Runtime

/// A version of an object as its row tells it, the bytes aside; a delete marker among them.
struct StoredObject: Sendable {
  /// Where a version stands among those of its key. The numbers are in the data folder, and order the rows: a listing
  /// reads the current objects alone.
  enum State: Int, Sendable {
    case current = 0
    /// The newest version is a delete marker.
    case deleted = 1
    case noncurrent = 2
  }

  var id: Int
  var state: State
  /// nil: the null version.
  var version: String?
  var modified: Timestamp
  var size: Int
  /// Without quotes: the MD5 in hexadecimal digits, or that of the parts' MD5s with `-N`. Empty: a delete marker.
  var etag: String
  var storageClass: String
  var checksum: Checksum?
  /// How many parts it was uploaded in; 0 for one that came in one piece.
  var partCount: Int
  /// The body whose files hold the bytes; nil where they are in the row.
  var body: Int?
  /// The account that owns it; empty: the bucket's.
  var owner: String
  var headers: String
  /// A form; empty without tags.
  var tags: String
  /// `ObjectAttributes`, as they are kept.
  var attributes: String

  var quotedETag: String { "\"\(etag)\"" }
  var isDeleteMarker: Bool { etag.isEmpty }
  /// `versionId`
  var versionID: String { version ?? "null" }

  static func archives(_ storageClass: String) -> Bool { storageClass == "GLACIER" || storageClass == "DEEP_ARCHIVE" }

  /// nil: its bytes are no archive's.
  var archive: ArchiveState? {
    guard StoredObject.archives(storageClass) else { return nil }
    return ArchiveState(restoredUntil: ObjectAttributes(stored: attributes).restoredUntil)
  }

  /// The object's bytes must be restored before they can be read.
  func isArchived(_ now: Timestamp) -> Bool {
    guard StoredObject.archives(storageClass) else { return false }
    guard let end = ObjectAttributes(stored: attributes).restoredUntil else { return true }
    return end <= now
  }
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

/// What is to be written as the newest version of a key.
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
  var owner: String
  var headers: String
  var tags: String
  var attributes: String
  var content: Content
}

/// The text of a version's id: 24 bytes, out of which the row's id is found again, so that a version is read by its row.
enum VersionID {
  static func make(_ id: Int, _ ids: inout IDs) -> String {
    let first = ids.next()
    var bytes: [UInt8] = []
    for word in [first, ids.next(), UInt64(id) ^ first] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    // The letters that AWS's ids have.
    return String(
      decoding: Base64.encode(bytes).utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: ".") : $0 }
        .map { $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
  }

  /// The row that the id may name; nil for a text that is no version's id.
  static func row(_ text: String) -> Int? {
    guard text.utf8.count == 32 else { return nil }
    let plain = text.utf8.map { (byte: UInt8) -> UInt8 in
      switch byte {
      case UInt8(ascii: "."): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      case UInt8(ascii: "+"), UInt8(ascii: "/"): UInt8(ascii: "?")
      default: byte
      }
    }
    guard let bytes = Base64.decode(String(decoding: plain, as: UTF8.self)), bytes.count == 24 else { return nil }
    var row: UInt64 = 0
    for index in 0..<8 { row = row << 8 | UInt64(bytes[index] ^ bytes[16 + index]) }
    return Int(truncatingIfNeeded: row)
  }
}
