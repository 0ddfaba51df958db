import Protocols

// Where the log of requests goes.

enum BucketLoggingStatus: StructureShape {
  static let loggingEnabled = Member<Values<LoggingEnabled>>("LoggingEnabled")
  static let shape = structure("BucketLoggingStatus", loggingEnabled)
}

enum LoggingEnabled: StructureShape {
  static let targetBucket = Required<String>("TargetBucket")
  static let targetGrants = Member<[Values<TargetGrant>]>("TargetGrants", .each([.xmlName("Grant")]))
  static let targetPrefix = Required<String>("TargetPrefix")
  static let targetObjectKeyFormat = Member<Values<TargetObjectKeyFormat>>("TargetObjectKeyFormat")
  static let shape = structure("LoggingEnabled", targetBucket, targetGrants, targetPrefix, targetObjectKeyFormat)
}

enum TargetGrant: StructureShape {
  static let grantee = Member<Values<LogGrantee>>("Grantee")
  static let permission = Member<String>("Permission")
  static let shape = structure("TargetGrant", grantee, permission)
}

enum LogGrantee: StructureShape {
  static let displayName = Member<String>("DisplayName")
  static let emailAddress = Member<String>("EmailAddress")
  static let id = Member<String>("ID")
  static let type = Required<String>(
    "Type", .values(["CanonicalUser", "AmazonCustomerByEmail", "Group"]), .xmlName("xsi:type"), .xmlAttribute)
  static let uri = Member<String>("URI")
  static let shape = structure(
    "Grantee", xmlNamespace: XMLNamespace(uri: "http://www.w3.org/2001/XMLSchema-instance", prefix: "xsi"),
    [displayName, emailAddress, id, type, uri])
}

enum TargetObjectKeyFormat: StructureShape {
  static let simplePrefix = Member<Values<SimplePrefix>>("SimplePrefix")
  static let partitionedPrefix = Member<Values<PartitionedPrefix>>("PartitionedPrefix")
  static let shape = structure("TargetObjectKeyFormat", simplePrefix, partitionedPrefix)
}

enum SimplePrefix: StructureShape {
  static let shape = structure("SimplePrefix")
}

enum PartitionedPrefix: StructureShape {
  static let partitionDateSource = Member<String>("PartitionDateSource", .values(["EventTime", "DeliveryTime"]))
  static let shape = structure("PartitionedPrefix", partitionDateSource)
}
