import Protocols

/// A bucket, and the documents that configure it. Kept beside the database; changed through `S3Store` alone.
///
/// `@unchecked Sendable`: only the Loop touches it.
final class StoredBucket: @unchecked Sendable {
  let id: Int
  let account: String
  let region: String
  let name: String
  let created: Timestamp
  /// As JSON, by kind and by the id of a configuration (`""` where a bucket has one of the kind).
  private(set) var documents: [BucketDocument: [String: [UInt8]]] = [:]
  private(set) var versioning = Versioning.never
  /// Counts the changes of documents.
  private(set) var revision = 0
  private var derived: [BucketDocument: any Sendable] = [:]

  /// Whether a key keeps what is written over.
  enum Versioning: Sendable {
    case never, enabled, suspended
  }

  init(id: Int, account: String, region: String, name: String, created: Timestamp) {
    self.id = id
    self.account = account
    self.region = region
    self.name = name
    self.created = created
  }

  func has(_ kind: BucketDocument) -> Bool { documents[kind] != nil }

  /// The document, or nil without one.
  func document<S: StructureShape>(_ kind: BucketDocument, _ id: String = "", as shape: S.Type) -> Values<S>? {
    guard let json = documents[kind]?[id] else { return nil }
    // Written by the same shape: what it does not know any more it passes over.
    return (try? Structure(json: json, S.shape)).map { Values<S>($0) }
  }

  /// What follows from a document, computed once for each change of it.
  func derived<T: Sendable>(_ kind: BucketDocument, _ make: () -> T) -> T {
    // Unwrapped first: nothing at all would pass for an absent `T`.
    if let kept = derived[kind], let known = kept as? T { return known }
    let value = make()
    derived[kind] = value
    return value
  }

  /// nil takes the document away.
  func set(_ json: [UInt8]?, _ kind: BucketDocument, _ id: String) {
    derived.removeAll()
    revision += 1
    documents[kind, default: [:]][id] = json
    if documents[kind]?.isEmpty == true { documents[kind] = nil }
    if kind == .versioning {
      switch document(.versioning, as: VersioningConfiguration.self)?[VersioningConfiguration.status] {
      case "Enabled": versioning = .enabled
      case "Suspended": versioning = .suspended
      default: versioning = .never
      }
    }
  }
}

/// The kinds of documents that a bucket keeps. The raw values are in the data folder.
enum BucketDocument: String, Sendable, CaseIterable {
  case versioning
  case objectLock = "object-lock"
  case acl
  case policy
  case publicAccessBlock = "public-access-block"
  case ownershipControls = "ownership-controls"
  case encryption
  case tagging
  case cors
  case lifecycle
  case website
  case notification
  case logging
  case replication
  case requestPayment = "request-payment"
  case accelerate
  case inventory
  case metrics
  case analytics
  case intelligentTiering = "intelligent-tiering"
}
