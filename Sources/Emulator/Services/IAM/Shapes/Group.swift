import Protocols

/// A group of users.
enum Group: StructureShape {
  static let path = Required<String>("Path")
  static let groupName = Required<String>("GroupName")
  static let groupID = Required<String>("GroupId")
  static let arn = Required<String>("Arn")
  static let createDate = Required<Timestamp>("CreateDate")
  static let shape = structure("Group", path, groupName, groupID, arn, createDate)

  static func of(_ group: GroupRecord) -> Values<Group> {
    .with {
      $0[path] = group.path
      $0[groupName] = group.name
      $0[groupID] = group.id
      $0[arn] = group.arn
      $0[createDate] = Timestamp(seconds: Int64(group.created / 1000))
    }
  }
}
