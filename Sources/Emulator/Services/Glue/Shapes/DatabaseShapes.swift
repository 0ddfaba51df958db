import Protocols

/// The constraints that many shapes of Glue share (https://docs.aws.amazon.com/glue/latest/webapi/API_Operations.html).
enum GlueTraits {
  static let name = Trait.length(1...255)
  /// Any characters of one line.
  static let line = Trait.pattern(#"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*"#)
  static let text = Trait.pattern(#"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*"#)
  static let parameterValues = Trait.mapped([.length(0...512_000)])
}

enum DatabaseInput: StructureShape {
  static let name = Required<String>("Name", GlueTraits.name, GlueTraits.line)
  static let description = Member<String>("Description", .length(0...2048), GlueTraits.text)
  static let locationURI = Member<String>("LocationUri", .length(1...1024), GlueTraits.text)
  static let parameters = Member<[String: String]>(
    "Parameters", .keys([GlueTraits.name, GlueTraits.line]), GlueTraits.parameterValues)
  static let createTableDefaultPermissions = Member<[Values<PrincipalPermissions>]>("CreateTableDefaultPermissions")
  static let targetDatabase = Member<Values<DatabaseIdentifier>>("TargetDatabase", .notEmulated)
  static let federatedDatabase = Member<Values<FederatedDatabase>>("FederatedDatabase", .notEmulated)
  static let shape = structure(
    "DatabaseInput", name, description, locationURI, parameters, createTableDefaultPermissions, targetDatabase,
    federatedDatabase)
}

enum Database: StructureShape {
  static let name = Required<String>("Name", GlueTraits.name, GlueTraits.line)
  static let description = Member<String>("Description", .length(0...2048), GlueTraits.text)
  static let locationURI = Member<String>("LocationUri", .length(1...1024), GlueTraits.text)
  static let parameters = Member<[String: String]>(
    "Parameters", .keys([GlueTraits.name, GlueTraits.line]), GlueTraits.parameterValues)
  static let createTime = Member<Timestamp>("CreateTime")
  static let createTableDefaultPermissions = Member<[Values<PrincipalPermissions>]>("CreateTableDefaultPermissions")
  static let targetDatabase = Member<Values<DatabaseIdentifier>>("TargetDatabase")
  static let catalogID = Member<String>("CatalogId", GlueTraits.name, GlueTraits.line)
  static let federatedDatabase = Member<Values<FederatedDatabase>>("FederatedDatabase")
  static let shape = structure(
    "Database", name, description, locationURI, parameters, createTime, createTableDefaultPermissions, targetDatabase,
    catalogID, federatedDatabase)
}

enum PrincipalPermissions: StructureShape {
  static let principal = Member<Values<DataLakePrincipal>>("Principal")
  static let permissions = Member<[String]>(
    "Permissions",
    .each([
      .values([
        "ALL", "SELECT", "ALTER", "DROP", "DELETE", "INSERT", "CREATE_DATABASE", "CREATE_TABLE", "DATA_LOCATION_ACCESS",
      ])
    ]))
  static let shape = structure("PrincipalPermissions", principal, permissions)
}

enum DataLakePrincipal: StructureShape {
  static let dataLakePrincipalIdentifier = Member<String>("DataLakePrincipalIdentifier", .length(1...255))
  static let shape = structure("DataLakePrincipal", dataLakePrincipalIdentifier)
}

// Links to other catalogs, which the emulator has none of.

enum DatabaseIdentifier: StructureShape { static let shape = structure("DatabaseIdentifier") }

enum FederatedDatabase: StructureShape { static let shape = structure("FederatedDatabase") }
