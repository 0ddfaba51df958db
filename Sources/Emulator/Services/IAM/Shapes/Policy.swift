import Protocols

/// A managed policy.
enum Policy: StructureShape {
  static let policyName = Member<String>("PolicyName")
  static let policyID = Member<String>("PolicyId")
  static let arn = Member<String>("Arn")
  static let path = Member<String>("Path")
  static let defaultVersionID = Member<String>("DefaultVersionId")
  static let attachmentCount = Member<Int32>("AttachmentCount")
  static let permissionsBoundaryUsageCount = Member<Int32>("PermissionsBoundaryUsageCount")
  static let isAttachable = Member<Bool>("IsAttachable")
  static let description = Member<String>("Description")
  static let createDate = Member<Timestamp>("CreateDate")
  static let updateDate = Member<Timestamp>("UpdateDate")
  static let tags = Member<[Values<Tag>]>("Tags")
  static let shape = structure(
    "Policy", policyName, policyID, arn, path, defaultVersionID, attachmentCount, permissionsBoundaryUsageCount,
    isAttachable, description, createDate, updateDate, tags)

  /// `isListed`: lists tell neither the description nor the tags. The account is the one that attaches.
  static func of(
    _ policy: PolicyRecord, isListed: Bool, _ account: String, _ store: IAMStore
  ) throws(AWSError) -> Values<Policy> {
    let attachments = try store.attachmentCount(policy.arn, account)
    let kept = isListed ? [] : try store.tags(policy.account, policy.owner)
    return .with {
      $0[policyName] = policy.name
      $0[policyID] = policy.id
      $0[arn] = policy.arn
      $0[path] = policy.path
      $0[defaultVersionID] = "v\(policy.defaultVersion)"
      $0[attachmentCount] = Int32(attachments)
      $0[permissionsBoundaryUsageCount] = 0
      $0[isAttachable] = true
      $0[createDate] = Timestamp(seconds: Int64(policy.created / 1000))
      $0[updateDate] = Timestamp(seconds: Int64(policy.updated / 1000))
      if !isListed { $0[description] = policy.description }
      if !kept.isEmpty { $0[Policy.tags] = Tag.list(kept) }
    }
  }
}
