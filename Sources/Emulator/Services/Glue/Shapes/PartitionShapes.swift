import Protocols

enum PartitionInput: StructureShape {
  static let values = Member<[String]>("Values", .each([.length(1...1024)]))
  static let lastAccessTime = Member<Timestamp>("LastAccessTime")
  static let storageDescriptor = Member<Values<StorageDescriptor>>("StorageDescriptor")
  static let parameters = Member<[String: String]>(
    "Parameters", .keys([GlueTraits.name, GlueTraits.line]), GlueTraits.parameterValues)
  static let lastAnalyzedTime = Member<Timestamp>("LastAnalyzedTime")
  static let shape = structure(
    "PartitionInput", values, lastAccessTime, storageDescriptor, parameters, lastAnalyzedTime)
}

enum Partition: StructureShape {
  static let values = Member<[String]>("Values", .each([.length(1...1024)]))
  static let databaseName = Member<String>("DatabaseName", GlueTraits.name, GlueTraits.line)
  static let tableName = Member<String>("TableName", GlueTraits.name, GlueTraits.line)
  static let creationTime = Member<Timestamp>("CreationTime")
  static let lastAccessTime = Member<Timestamp>("LastAccessTime")
  static let storageDescriptor = Member<Values<StorageDescriptor>>("StorageDescriptor")
  static let parameters = Member<[String: String]>(
    "Parameters", .keys([GlueTraits.name, GlueTraits.line]), GlueTraits.parameterValues)
  static let lastAnalyzedTime = Member<Timestamp>("LastAnalyzedTime")
  static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
  static let shape = structure(
    "Partition", values, databaseName, tableName, creationTime, lastAccessTime, storageDescriptor, parameters,
    lastAnalyzedTime, catalogID)
}

enum PartitionValueList: StructureShape {
  static let values = Required<[String]>("Values", .each([.length(1...1024)]))
  static let shape = structure("PartitionValueList", values)
}

enum PartitionError: StructureShape {
  static let partitionValues = Member<[String]>("PartitionValues", .each([.length(1...1024)]))
  static let errorDetail = Member<Values<ErrorDetail>>("ErrorDetail")
  static let shape = structure("PartitionError", partitionValues, errorDetail)
}

enum Segment: StructureShape {
  static let segmentNumber = Required<Int32>("SegmentNumber", .atLeast(0))
  static let totalSegments = Required<Int32>("TotalSegments", .range(1...10))
  static let shape = structure("Segment", segmentNumber, totalSegments)
}
