import Protocols
import Runtime

/// What a bucket's documents say of who may touch it; follows from them and is kept beside them.
extension StoredBucket {
  /// Who owns what others write, and whether ACLs count at all
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html). A bucket without the document is
  /// as buckets were before there was one.
  enum Ownership: String, Sendable {
    case bucketOwnerEnforced = "BucketOwnerEnforced"
    case bucketOwnerPreferred = "BucketOwnerPreferred"
    case objectWriter = "ObjectWriter"
  }

  var ownership: Ownership {
    derived(.ownershipControls) {
      let rule = document(.ownershipControls, as: OwnershipControls.self)?[OwnershipControls.rules].first
      return rule.flatMap { Ownership(rawValue: $0[OwnershipControlsRule.objectOwnership]) } ?? .objectWriter
    }
  }

  /// The owner alone, unless another was set.
  var accessControlList: AccessControlList {
    derived(.acl) {
      guard let policy = document(.acl, as: AccessControlPolicy.self), let list = try? AccessControlList(policy) else {
        return AccessControlList(owner: CanonicalUser.id(of: account))
      }
      return list
    }
  }

  var policy: BucketPolicy? {
    derived(.policy) {
      document(.policy, as: KeptPolicy.self)?[KeptPolicy.text].map { BucketPolicy(kept: $0) }
    }
  }

  struct PublicAccessBlock: Sendable {
    var blocksACLs = false
    var ignoresACLs = false
    var blocksPolicies = false
    var restricts = false
  }

  var publicAccessBlock: PublicAccessBlock {
    derived(.publicAccessBlock) {
      typealias Shape = PublicAccessBlockConfiguration
      guard let kept = document(.publicAccessBlock, as: Shape.self) else { return PublicAccessBlock() }
      return PublicAccessBlock(
        blocksACLs: kept[Shape.blockPublicACLs] ?? false, ignoresACLs: kept[Shape.ignorePublicACLs] ?? false,
        blocksPolicies: kept[Shape.blockPublicPolicy] ?? false, restricts: kept[Shape.restrictPublicBuckets] ?? false)
    }
  }
}

/// How a policy is kept: its text.
enum KeptPolicy: StructureShape {
  static let text = Member<String>("Text")
  static let shape = structure("Policy", text)
}

/// The canonical user of an account: 64 hexadecimal digits that follow from its number; nobody has AWS's own.
enum CanonicalUser {
  static let anonymous = "65a011a29cdf8ec533ec3d1ccaae921c"

  static func id(of account: String) -> String {
    if account == Caller.anonymous.account { return anonymous }
    return Hex.encode(SHA256.hash("canonical user of \(account)"))
  }
}

/// What accounts are called in ACLs and lists: by the keys that the command line gave them. AWS has shown no names since
/// November 2025, and none is shown of an account without such a key.
struct AccountNames: Sendable {
  private var byUser: [String: String] = [:]

  init(_ byAccount: [String: String]) {
    for (account, name) in byAccount { byUser[CanonicalUser.id(of: account)] = name }
  }

  func name(ofUser id: String) -> String? { byUser.isEmpty ? nil : byUser[id] }
}

extension S3Service {
  /// `Owner` of the account.
  func owner(_ account: String) -> Values<Owner> {
    let id = CanonicalUser.id(of: account)
    return .with {
      $0[Owner.id] = id
      $0[Owner.displayName] = names.name(ofUser: id)
    }
  }
}
