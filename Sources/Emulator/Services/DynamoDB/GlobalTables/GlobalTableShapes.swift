import Protocols

/// Global tables of version 2017.11.29, which AWS makes no more: what its operations would tell of one.
enum GlobalTableDescription: StructureShape {
  static let replicationGroup = Member<[Values<ReplicaDescription>]>("ReplicationGroup")
  static let globalTableARN = Member<String>("GlobalTableArn")
  static let creationDateTime = Member<Timestamp>("CreationDateTime")
  static let globalTableStatus = Member<String>("GlobalTableStatus")
  static let globalTableName = Member<String>("GlobalTableName")
  static let shape = structure(
    "GlobalTableDescription", replicationGroup, globalTableARN, creationDateTime, globalTableStatus, globalTableName)
}

enum Replica: StructureShape {
  static let regionName = Member<String>("RegionName")
  static let shape = structure("Replica", regionName)
}

extension AWSError {
  /// AWS's answer since it makes no global tables of version 2017.11.29 any more, in any region.
  static let legacyGlobalTables = AWSError.parameters(
    "DynamoDB global tables version 2017.11.29 is not supported. We recommend using DynamoDB global tables version "
      + "2019.11.21, instead of version 2017.11.29 (Legacy).")

  static func globalTableNotFound(_ name: String) -> AWSError {
    AWSError("GlobalTableNotFoundException", "Global table with name: '\(name)' does not exist.")
  }
}
