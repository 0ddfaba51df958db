import Protocols

/// Who may do what with a bucket or an object beside policies
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html).
struct AccessControlList: Sendable, Equatable {
  enum Permission: String, Sendable, CaseIterable {
    case fullControl = "FULL_CONTROL"
    case read = "READ"
    case write = "WRITE"
    case readACP = "READ_ACP"
    case writeACP = "WRITE_ACP"
  }

  enum Grantee: Sendable, Equatable {
    /// By the canonical id.
    case user(String)
    /// By its address.
    case group(String)
  }

  struct Grant: Sendable, Equatable {
    var grantee: Grantee
    var permission: Permission
  }

  static let everyone = "http://acs.amazonaws.com/groups/global/AllUsers"
  static let authenticated = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
  static let logDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery"
  /// The user of EC2 that `aws-exec-read` lets read.
  private static let ec2 = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c"
  /// AWS takes that many.
  private static let limit = 100

  var grants: [Grant]

  init(grants: [Grant]) { self.grants = grants }

  /// The owner alone.
  init(owner: String) { grants = [Grant(grantee: .user(owner), permission: .fullControl)] }

  /// `owner` and `bucketOwner` are canonical ids.
  init(canned: String, owner: String, bucketOwner: String) {
    grants = []
    func add(_ grantee: Grantee, _ permission: Permission) {
      grants.append(Grant(grantee: grantee, permission: permission))
    }
    switch canned {
    case "public-read": add(.group(AccessControlList.everyone), .read)
    case "public-read-write":
      add(.group(AccessControlList.everyone), .read)
      add(.group(AccessControlList.everyone), .write)
    case "authenticated-read": add(.group(AccessControlList.authenticated), .read)
    case "aws-exec-read": add(.user(AccessControlList.ec2), .read)
    case "bucket-owner-read": if owner != bucketOwner { add(.user(bucketOwner), .read) }
    case "bucket-owner-full-control": if owner != bucketOwner { add(.user(bucketOwner), .fullControl) }
    case "log-delivery-write":
      add(.group(AccessControlList.logDelivery), .write)
      add(.group(AccessControlList.logDelivery), .readACP)
    default: break
    }
    add(.user(owner), .fullControl)
  }

  /// What the header fields of a request say; nil where they say nothing.
  static func of<Input>(
    _ members: GrantSet<Input>, _ input: Values<Input>, owner: String, bucketOwner: String
  ) throws(AWSError) -> AccessControlList? {
    let given: [(OptionalMember<Input, String>, Permission)] =
      [
        (members.fullControl, .fullControl), (members.read, .read), (members.readACP, .readACP),
        (members.writeACP, .writeACP),
      ] + (members.hasWrite ? [(members.write, .write)] : [])
    let texts = given.compactMap { member, permission in input[member].map { ($0, permission) } }
    if let canned = input[members.canned] {
      guard texts.isEmpty else {
        throw AWSError.invalidRequest("Specifying both Canned ACLs and Header Grants is not allowed")
      }
      return AccessControlList(canned: canned, owner: owner, bucketOwner: bucketOwner)
    }
    if texts.isEmpty { return nil }
    var list = AccessControlList(grants: [])
    for (text, permission) in texts {
      for part in text.split(separator: ",") { list.grants.append(try grant(String(part), permission)) }
    }
    try list.check()
    return list
  }

  /// `id="…"`, `uri="…"`, `emailAddress="…"`; the quotes may be missing.
  private static func grant(_ text: String, _ permission: Permission) throws(AWSError) -> Grant {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    let kind = parts[0].filter { $0 != " " }.lowercased()
    guard parts.count == 2 else {
      throw AWSError.invalidArgument("x-amz-grant", text, "Argument format not recognized")
    }
    let value = parts[1].filter { $0 != "\"" && $0 != " " }
    switch kind {
    case "id": return Grant(grantee: try user(value), permission: permission)
    case "uri": return Grant(grantee: try group(value), permission: permission)
    case "emailaddress": throw noSuchEMail(value)
    default: throw AWSError.invalidArgument("x-amz-grant", text, "Argument format not recognized")
    }
  }

  static func user(_ id: String) throws(AWSError) -> Grantee {
    guard id.utf8.count == 64, id.utf8.allSatisfy({ $0 &- 48 < 10 || $0 &- 97 < 6 }) else {
      throw AWSError.invalidArgument("id", id, "Invalid id")
    }
    return .user(id)
  }

  static func group(_ uri: String) throws(AWSError) -> Grantee {
    guard [everyone, authenticated, logDelivery].contains(uri) else {
      throw AWSError.invalidArgument("uri", uri, "Invalid group uri")
    }
    return .group(uri)
  }

  /// No account here has an e-mail address.
  static func noSuchEMail(_ address: String) -> AWSError {
    AWSError(
      "UnresolvableGrantByEmailAddress", "The e-mail address you provided does not match any account on record.",
      elements: [("Email", address)])
  }

  func check() throws(AWSError) {
    if grants.count > AccessControlList.limit {
      throw AWSError(
        "MalformedACLError", "The XML you provided was not well-formed or did not validate against our published schema"
      )
    }
  }

  // MARK: What it says

  /// Whether everyone, or everyone with an AWS account, gets anything.
  var isPublic: Bool {
    grants.contains {
      $0.grantee == .group(AccessControlList.everyone) || $0.grantee == .group(AccessControlList.authenticated)
    }
  }

  /// `user` nil: nobody in particular. `ignoresPublic`: the grants to everyone do not count.
  func allows(_ permission: Permission, _ user: String?, ignoresPublic: Bool) -> Bool {
    for grant in grants where grant.permission == permission || grant.permission == .fullControl {
      switch grant.grantee {
      case .user(let id): if id == user { return true }
      case .group(AccessControlList.everyone): if !ignoresPublic { return true }
      case .group(AccessControlList.authenticated): if user != nil, !ignoresPublic { return true }
      case .group: continue
      }
    }
    return false
  }

  // MARK: As it is kept with an object

  /// `READ id;WRITE_ACP uri`
  var stored: String {
    grants.map { grant in
      switch grant.grantee {
      case .user(let id): "\(grant.permission.rawValue) \(id)"
      case .group(let uri): "\(grant.permission.rawValue) \(uri)"
      }
    }.joined(separator: ";")
  }

  init(stored: String) {
    grants = stored.split(separator: ";").compactMap { text in
      let parts = text.split(separator: " ")
      guard parts.count == 2, let permission = Permission(rawValue: String(parts[0])) else { return nil }
      let name = String(parts[1])
      return Grant(grantee: name.hasPrefix("http") ? .group(name) : .user(name), permission: permission)
    }
  }
}
