import Protocols

enum AccessControlPolicy: StructureShape {
  static let grants = Member<[Values<Grant>]>("Grants", .xmlName("AccessControlList"), .each([.xmlName("Grant")]))
  static let owner = Member<Values<Owner>>("Owner")
  static let shape = structure("AccessControlPolicy", grants, owner)
}

enum Grant: StructureShape {
  static let grantee = Member<Values<Grantee>>(
    "Grantee", .xmlNamespace("http://www.w3.org/2001/XMLSchema-instance", prefix: "xsi"))
  static let permission = Member<String>("Permission", .values(AccessControlList.Permission.allCases.map(\.rawValue)))
  static let shape = structure("Grant", grantee, permission)
}

enum Grantee: StructureShape {
  static let displayName = Member<String>("DisplayName")
  static let emailAddress = Member<String>("EmailAddress")
  static let id = Member<String>("ID")
  static let type = Required<String>(
    "Type", .xmlName("xsi:type"), .xmlAttribute, .values(["CanonicalUser", "AmazonCustomerByEmail", "Group"]))
  static let uri = Member<String>("URI")
  static let shape = structure(
    "Grantee", xmlNamespace: XMLNamespace(uri: "http://www.w3.org/2001/XMLSchema-instance", prefix: "xsi"),
    [displayName, emailAddress, id, type, uri])
}

extension AccessControlList {
  /// The list of a document. Throws what S3 says of one that it does not take.
  init(_ policy: Values<AccessControlPolicy>) throws(AWSError) {
    guard policy[AccessControlPolicy.owner]?[Owner.id] != nil, let given = policy[AccessControlPolicy.grants] else {
      throw AWSError(
        "MalformedACLError",
        "The XML you provided was not well-formed or did not validate against our published schema")
    }
    var grants: [Grant] = []
    for grant in given {
      guard let grantee = grant[S3.Grant.grantee],
        let permission = grant[S3.Grant.permission].flatMap({ Permission(rawValue: $0) })
      else { throw AWSError.malformedXML() }
      switch grantee[S3.Grantee.type] {
      case "CanonicalUser":
        grants.append(
          Grant(grantee: try AccessControlList.user(grantee[S3.Grantee.id] ?? ""), permission: permission))
      case "Group":
        grants.append(
          Grant(grantee: try AccessControlList.group(grantee[S3.Grantee.uri] ?? ""), permission: permission))
      default: throw AccessControlList.noSuchEMail(grantee[S3.Grantee.emailAddress] ?? "")
      }
    }
    self.init(grants: grants)
    try check()
  }

  /// As answers show it.
  func shown(_ names: AccountNames) -> [Values<S3.Grant>] {
    grants.map { grant in
      .with {
        $0[S3.Grant.permission] = grant.permission.rawValue
        $0[S3.Grant.grantee] = .with {
          switch grant.grantee {
          case .user(let user):
            $0[S3.Grantee.type] = "CanonicalUser"
            $0[S3.Grantee.id] = user
            $0[S3.Grantee.displayName] = names.name(ofUser: user)
          case .group(let group):
            $0[S3.Grantee.type] = "Group"
            $0[S3.Grantee.uri] = group
          }
        }
      }
    }
  }
}
