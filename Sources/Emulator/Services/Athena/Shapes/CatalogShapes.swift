import Protocols

enum DataCatalog: StructureShape {
  static let name = Required<String>("Name", .length(1...256), AthenaTraits.line)
  static let description = Member<String>("Description", .length(1...1024))
  static let type = Required<String>("Type", AthenaTraits.catalogTypes)
  static let parameters = Member<[String: String]>(
    "Parameters", AthenaTraits.parameterKeys, AthenaTraits.parameterValues)
  static let status = Member<String>("Status")
  static let connectionType = Member<String>("ConnectionType")
  static let error = Member<String>("Error")
  static let shape = structure("DataCatalog", name, description, type, parameters, status, connectionType, error)
}

enum DataCatalogSummary: StructureShape {
  static let catalogName = Member<String>("CatalogName", .length(1...256), AthenaTraits.line)
  static let type = Member<String>("Type", AthenaTraits.catalogTypes)
  static let status = Member<String>("Status")
  static let connectionType = Member<String>("ConnectionType")
  static let error = Member<String>("Error")
  static let shape = structure("DataCatalogSummary", catalogName, type, status, connectionType, error)
}

enum Database: StructureShape {
  static let name = Required<String>("Name", .length(1...128))
  static let description = Member<String>("Description", .length(1...1024))
  static let parameters = Member<[String: String]>(
    "Parameters", AthenaTraits.parameterKeys, AthenaTraits.parameterValues)
  static let shape = structure("Database", name, description, parameters)
}

enum TableMetadata: StructureShape {
  static let name = Required<String>("Name", .length(1...128))
  static let createTime = Member<Timestamp>("CreateTime")
  static let lastAccessTime = Member<Timestamp>("LastAccessTime")
  static let tableType = Member<String>("TableType", .length(0...255))
  static let columns = Member<[Values<Column>]>("Columns")
  static let partitionKeys = Member<[Values<Column>]>("PartitionKeys")
  static let parameters = Member<[String: String]>(
    "Parameters", AthenaTraits.parameterKeys, AthenaTraits.parameterValues)
  static let shape = structure(
    "TableMetadata", name, createTime, lastAccessTime, tableType, columns, partitionKeys, parameters)
}

enum Column: StructureShape {
  static let name = Required<String>("Name", .length(1...128))
  static let type = Member<String>("Type", .length(0...4096), AthenaTraits.line)
  static let comment = Member<String>("Comment", .length(0...255), AthenaTraits.line)
  static let shape = structure("Column", name, type, comment)
}

enum Tag: StructureShape {
  static let key = Member<String>("Key", .length(1...128))
  static let value = Member<String>("Value", .length(0...256))
  static let shape = structure("Tag", key, value)
}
