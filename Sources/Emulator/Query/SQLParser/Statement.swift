/// A statement of either grammar.
package enum Statement: Sendable {
  case query(Query)
  case definition(Definition)
  /// One that AWS has and the engine does not: its name, and what Athena calls it.
  case unsupported(String, StatementClass)
}

/// How Athena classes a statement: the members StatementType and SubstatementType of a query execution.
package struct StatementClass: Sendable, Equatable {
  package var type: String
  package var subtype: String
  package init(_ type: String, _ subtype: String) {
    self.type = type
    self.subtype = subtype
  }
}

/// A statement of the Hive grammar. Names are in lower case.
package enum Definition: Sendable {
  case createDatabase(CreateDatabase)
  case dropDatabase(String, ifExists: Bool, cascade: Bool)
  case createTable(CreateTable)
  case dropTable(QualifiedName, ifExists: Bool)
  case addPartitions(QualifiedName, ifNotExists: Bool, [PartitionClause])
  case repairTable(QualifiedName)
  case showDatabases(like: String?)
  case showTables(database: String?, pattern: String?)
  case showColumns(QualifiedName)
  case showPartitions(QualifiedName)
  case showTableProperties(QualifiedName, key: String?)
  case showCreateTable(QualifiedName)
  case describe(QualifiedName)

  package var statementClass: StatementClass {
    switch self {
    case .createDatabase: StatementClass("DDL", "CREATE_DATABASE")
    case .dropDatabase: StatementClass("DDL", "DROP_DATABASE")
    case .createTable: StatementClass("DDL", "CREATE_TABLE")
    case .dropTable: StatementClass("DDL", "DROP_TABLE")
    case .addPartitions: StatementClass("DDL", "ALTER_TABLE_ADD_PARTITION")
    case .repairTable: StatementClass("DDL", "MSCK_REPAIR_TABLE")
    case .showDatabases: StatementClass("UTILITY", "SHOW_DATABASES")
    case .showTables: StatementClass("UTILITY", "SHOW_TABLES")
    case .showColumns: StatementClass("UTILITY", "SHOW_COLUMNS")
    case .showPartitions: StatementClass("UTILITY", "SHOW_PARTITIONS")
    case .showTableProperties: StatementClass("UTILITY", "SHOW_TBLPROPERTIES")
    case .showCreateTable: StatementClass("UTILITY", "SHOW_CREATE_TABLE")
    case .describe: StatementClass("UTILITY", "DESCRIBE_TABLE")
    }
  }
}

package struct CreateDatabase: Sendable {
  package var name: String
  package var ifNotExists: Bool
  package var comment: String?
  package var location: String?
  package var properties: [Property]
}

/// `'key' = 'value'` of a list of properties, in the order written.
package struct Property: Sendable, Equatable {
  package var key: String
  package var value: String
  package init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
  }
}

package struct CreateTable: Sendable {
  package struct Column: Sendable, Equatable {
    package var name: String
    /// Hive's type string as the catalog keeps it: `struct<a:int,b:array<string>>`.
    package var type: String
    package var comment: String?
  }
  package var name: QualifiedName
  package var isExternal: Bool
  package var ifNotExists: Bool
  package var columns: [Column]
  package var comment: String?
  package var partitionKeys: [Column]
  package var rowFormat: RowFormat?
  package var storedAs: StoredAs?
  package var location: String?
  package var properties: [Property]
}

package enum RowFormat: Sendable, Equatable {
  case serde(String, properties: [Property])
  /// DELIMITED: the SerDe properties that it stands for (`field.delim`, `escape.delim`, `colelction.delim`, …).
  case delimited([Property])
}

package enum StoredAs: Sendable, Equatable {
  /// `TEXTFILE`, `PARQUET` …, in upper case.
  case format(String)
  case classes(input: String, output: String)
}

package struct PartitionClause: Sendable {
  package var values: [Property]
  package var location: String?
}
