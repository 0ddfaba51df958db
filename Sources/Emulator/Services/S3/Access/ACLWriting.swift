import Protocols
import Runtime

/// The setting of ACLs.
extension S3Service {
  /// Throws where the bucket takes no ACLs, or none that are public. Without ACLs, a document that gives the bucket's owner
  /// full control and `bucket-owner-full-control` are taken and change nothing; `private` is refused as every other is.
  func checkACL(
    _ list: AccessControlList, canned: String?, isOwnerAlone: Bool, _ bucket: StoredBucket
  ) throws(AWSError) {
    if bucket.ownership == .bucketOwnerEnforced {
      guard isOwnerAlone, canned == nil || canned == "bucket-owner-full-control" else { throw AWSError.noACLs() }
    }
    if access != nil, bucket.publicAccessBlock.blocksACLs, list.isPublic { throw AWSError.accessDenied() }
  }

  func setACL(_ list: AccessControlList, of bucket: StoredBucket) throws(AWSError) {
    let owner = CanonicalUser.id(of: bucket.account)
    if list == AccessControlList(owner: owner) {
      try store.remove(.acl, of: bucket)
      return
    }
    var kept = Values<AccessControlPolicy>()
    kept[AccessControlPolicy.owner] = .with { $0[Owner.id] = owner }
    kept[AccessControlPolicy.grants] = list.shown(AccountNames([:]))
    try store.set(kept, .acl, of: bucket)
  }
}

extension AccessControlList {
  /// The list that PutBucketAcl and PutObjectAcl are given, in one of the three ways.
  static func given<Input>(
    _ members: GrantSet<Input>, _ input: Values<Input>, document: Values<AccessControlPolicy>?, owner: String,
    bucketOwner: String
  ) throws(AWSError) -> AccessControlList {
    let fromFields = try AccessControlList.of(members, input, owner: owner, bucketOwner: bucketOwner)
    if let document {
      if fromFields != nil {
        throw AWSError(
          "UnexpectedContent", "This request does not support content")
      }
      let list = try AccessControlList(document)
      guard document[AccessControlPolicy.owner]?[Owner.id] == owner else { throw AWSError.accessDenied() }
      return list
    }
    guard let fromFields else {
      throw AWSError(
        "MissingSecurityHeader", "Your request was missing a required header",
        elements: [("MissingHeaderName", "x-amz-acl")])
    }
    return fromFields
  }
}
