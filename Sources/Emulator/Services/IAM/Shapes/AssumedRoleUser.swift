import Protocols

/// Who acts in a role's session.
enum AssumedRoleUser: StructureShape {
  static let assumedRoleID = Required<String>("AssumedRoleId")
  static let arn = Required<String>("Arn")
  static let shape = structure("AssumedRoleUser", assumedRoleID, arn)

  static func of(_ role: AssumedRole) -> Values<AssumedRoleUser> {
    .with {
      $0[assumedRoleID] = role.userID
      $0[arn] = role.arn
    }
  }
}
