import Protocols

// The rules by which objects end or move to another storage class.

enum LifecycleConfiguration: StructureShape {
  static let rules = Required<[Values<LifecycleRule>]>("Rules", .xmlName("Rule"), .flattened)
  static let shape = structure("BucketLifecycleConfiguration", rules)
}

enum LifecycleRule: StructureShape {
  static let expiration = Member<Values<LifecycleExpiration>>("Expiration")
  static let id = Member<String>("ID")
  static let prefix = Member<String>("Prefix")
  static let filter = Member<Values<LifecycleRuleFilter>>("Filter")
  static let status = Required<String>("Status", .values(["Enabled", "Disabled"]))
  static let transitions = Member<[Values<Transition>]>("Transitions", .xmlName("Transition"), .flattened)
  static let noncurrentVersionTransitions = Member<[Values<NoncurrentVersionTransition>]>(
    "NoncurrentVersionTransitions", .xmlName("NoncurrentVersionTransition"), .flattened)
  static let noncurrentVersionExpiration = Member<Values<NoncurrentVersionExpiration>>("NoncurrentVersionExpiration")
  static let abortIncompleteMultipartUpload = Member<Values<AbortIncompleteMultipartUpload>>(
    "AbortIncompleteMultipartUpload")
  static let shape = structure(
    "LifecycleRule", expiration, id, prefix, filter, status, transitions, noncurrentVersionTransitions,
    noncurrentVersionExpiration, abortIncompleteMultipartUpload)
}

enum LifecycleExpiration: StructureShape {
  static let date = Member<Timestamp>("Date", .timestamp(.dateTime))
  static let days = Member<Int32>("Days")
  static let expiredObjectDeleteMarker = Member<Bool>("ExpiredObjectDeleteMarker")
  static let shape = structure("LifecycleExpiration", date, days, expiredObjectDeleteMarker)
}

enum LifecycleRuleFilter: StructureShape {
  static let prefix = Member<String>("Prefix")
  static let tag = Member<Values<ObjectTag>>("Tag")
  static let objectSizeGreaterThan = Member<Int>("ObjectSizeGreaterThan")
  static let objectSizeLessThan = Member<Int>("ObjectSizeLessThan")
  static let and = Member<Values<LifecycleRuleAndOperator>>("And")
  static let shape = structure("LifecycleRuleFilter", prefix, tag, objectSizeGreaterThan, objectSizeLessThan, and)
}

enum LifecycleRuleAndOperator: StructureShape {
  static let prefix = Member<String>("Prefix")
  static let tags = Member<[Values<ObjectTag>]>("Tags", .xmlName("Tag"), .flattened, .each([.xmlName("Tag")]))
  static let objectSizeGreaterThan = Member<Int>("ObjectSizeGreaterThan")
  static let objectSizeLessThan = Member<Int>("ObjectSizeLessThan")
  static let shape = structure("LifecycleRuleAndOperator", prefix, tags, objectSizeGreaterThan, objectSizeLessThan)
}

enum Transition: StructureShape {
  static let date = Member<Timestamp>("Date", .timestamp(.dateTime))
  static let days = Member<Int32>("Days")
  static let storageClass = Member<String>("StorageClass")
  static let shape = structure("Transition", date, days, storageClass)
}

enum NoncurrentVersionTransition: StructureShape {
  static let noncurrentDays = Member<Int32>("NoncurrentDays")
  static let storageClass = Member<String>("StorageClass")
  static let newerNoncurrentVersions = Member<Int32>("NewerNoncurrentVersions")
  static let shape = structure("NoncurrentVersionTransition", noncurrentDays, storageClass, newerNoncurrentVersions)
}

enum NoncurrentVersionExpiration: StructureShape {
  static let noncurrentDays = Member<Int32>("NoncurrentDays")
  static let newerNoncurrentVersions = Member<Int32>("NewerNoncurrentVersions")
  static let shape = structure("NoncurrentVersionExpiration", noncurrentDays, newerNoncurrentVersions)
}

enum AbortIncompleteMultipartUpload: StructureShape {
  static let daysAfterInitiation = Member<Int32>("DaysAfterInitiation")
  static let shape = structure("AbortIncompleteMultipartUpload", daysAfterInitiation)
}
