import Protocols

enum Owner: StructureShape {
  static let displayName = Member<String>("DisplayName")
  static let id = Member<String>("ID")
  static let shape = structure("Owner", displayName, id)
}

enum ListedObject: StructureShape {
  static let key = Member<String>("Key", .atLeast(1))
  static let lastModified = Member<Timestamp>("LastModified")
  static let eTag = Member<String>("ETag")
  static let checksumAlgorithm = Member<[String]>(
    "ChecksumAlgorithm", .flattened, .each([.values(S3Values.checksumAlgorithm)]))
  static let checksumType = Member<String>("ChecksumType", .values(S3Values.checksumType))
  static let size = Member<Int>("Size")
  static let storageClass = Member<String>("StorageClass", .values(S3Values.objectStorageClass))
  static let owner = Member<Values<Owner>>("Owner")
  static let restoreStatus = Member<Values<RestoreStatus>>("RestoreStatus")
  static let shape = structure(
    "Object", key, lastModified, eTag, checksumAlgorithm, checksumType, size, storageClass, owner, restoreStatus)
}

extension ListedObject {
  static func of(_ object: ListedKey, encoded: Bool) -> Values<ListedObject> {
    .with {
      $0[key] = encoded ? KeyEncoding.url(object.key) : object.key
      $0[lastModified] = Timestamp(seconds: object.modified.seconds)
      $0[eTag] = "\"\(object.etag)\""
      $0[size] = object.size
      $0[storageClass] = object.storageClass
      if let algorithm = object.checksumAlgorithm {
        $0[checksumAlgorithm] = [algorithm.name]
        $0[checksumType] = object.checksumType.name
      }
    }
  }
}

enum RestoreStatus: StructureShape {
  static let isRestoreInProgress = Member<Bool>("IsRestoreInProgress")
  static let restoreExpiryDate = Member<Timestamp>("RestoreExpiryDate")
  static let shape = structure("RestoreStatus", isRestoreInProgress, restoreExpiryDate)

  /// Nothing is ever under way: a restore is done at once.
  static func of(_ archive: ArchiveState, now: Timestamp) -> Values<RestoreStatus> {
    .with {
      $0[isRestoreInProgress] = false
      if let end = archive.restoredUntil, end > now { $0[restoreExpiryDate] = end }
    }
  }
}

enum CommonPrefix: StructureShape {
  static let prefix = Member<String>("Prefix")
  static let shape = structure("CommonPrefix", prefix)
}

extension CommonPrefix {
  static func of(_ text: String, encoded: Bool) -> Values<CommonPrefix> {
    .with { $0[prefix] = encoded ? KeyEncoding.url(text) : text }
  }
}

/// `encoding-type=url`: how keys travel where XML has no place for a character.
enum KeyEncoding {
  /// As a form does it, slashes kept.
  static func url(_ text: String) -> String {
    var bytes: [UInt8] = []
    for (index, part) in text.utf8.split(separator: 32, omittingEmptySubsequences: false).enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: "+")) }
      PercentEncoding.append(String(Substring(part)), keepingSlash: true, to: &bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

enum ObjectTag: StructureShape {
  static let key = Required<String>("Key", .atLeast(1))
  static let value = Required<String>("Value")
  static let shape = structure("Tag", key, value)
}
