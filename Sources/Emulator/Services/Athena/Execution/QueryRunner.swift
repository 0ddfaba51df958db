package import Protocols

/// What Athena asks of the SQL engine and of the catalogs behind it. Workers call it; nothing here touches the store.
package protocol QueryRunner: Sendable {
  /// What the statement is. Throws what StartQueryExecution refuses at once.
  func read(_ statement: String, parameters: [String]) throws(QueryRefusal) -> StatementReading
  /// Runs it to its end. A cancelled task ends it soon; what it answers then is dropped.
  func run(_ request: QueryRequest) async throws(QueryRunFailure) -> QueryAnswer

  /// Throws MetadataException.
  func databases(in catalog: RegisteredCatalog, _ scope: QueryScope) async throws(AWSError) -> [CatalogDatabase]
  func database(
    _ name: String, in catalog: RegisteredCatalog, _ scope: QueryScope
  ) async throws(AWSError) -> CatalogDatabase
  /// In the order of their names.
  func tables(
    of database: String, in catalog: RegisteredCatalog, _ scope: QueryScope
  ) async throws(AWSError) -> [CatalogTable]
  func table(
    _ name: String, of database: String, in catalog: RegisteredCatalog, _ scope: QueryScope
  ) async throws(AWSError) -> CatalogTable
}

/// How a statement is classed, and where its result goes.
package struct StatementReading: Sendable {
  /// `DDL`, `DML` or `UTILITY`.
  package var type: String
  package var subtype: String
  package init(type: String, subtype: String) {
    self.type = type
    self.subtype = subtype
  }
}

/// A statement that is refused before it is kept.
package struct QueryRefusal: Error, Sendable {
  package var message: String
  /// AthenaErrorCode.
  package var code: String
  package init(_ message: String, code: String) {
    self.message = message
    self.code = code
  }
}

/// Why an execution failed.
package struct QueryRunFailure: Error, Sendable {
  package var message: String
  package var category: Int
  package var type: Int
  package var scannedBytes: Int
  package init(_ message: String, category: Int, type: Int, scannedBytes: Int = 0) {
    self.message = message
    self.category = category
    self.type = type
    self.scannedBytes = scannedBytes
  }
}

/// Who asks, where, and which catalogs there are besides the account's own.
package struct QueryScope: Sendable {
  package var caller: Caller
  package var account: String
  package var region: String
  package var now: Timestamp
  package var catalogs: [RegisteredCatalog]
  package init(
    caller: Caller, account: String, region: String, now: Timestamp, catalogs: [RegisteredCatalog]
  ) {
    self.caller = caller
    self.account = account
    self.region = region
    self.now = now
    self.catalogs = catalogs
  }
}

/// A data catalog as CreateDataCatalog registered it; AwsDataCatalog among them.
package struct RegisteredCatalog: Sendable, Equatable {
  package static let awsDataCatalog = "AwsDataCatalog"
  package var name: String
  /// `GLUE` or `LAMBDA`.
  package var type: String
  package var parameters: [String: String]
  package init(name: String, type: String, parameters: [String: String]) {
    self.name = name
    self.type = type
    self.parameters = parameters
  }

  /// The function that describes a LAMBDA catalog's tables.
  package var function: String? { parameters["function"] ?? parameters["metadata-function"] }
}

package struct QueryRequest: Sendable {
  package var id: String
  package var statement: String
  package var parameters: [String]
  /// As the context gave them; nil: AwsDataCatalog, `default`.
  package var catalog: String?
  package var database: String?
  package var scope: QueryScope
  package init(
    id: String, statement: String, parameters: [String], catalog: String?, database: String?, scope: QueryScope
  ) {
    self.id = id
    self.statement = statement
    self.parameters = parameters
    self.catalog = catalog
    self.database = database
    self.scope = scope
  }
}

/// What an execution gave.
package struct QueryAnswer: Sendable {
  package var columns: [ResultColumn]
  /// The result file: CSV with its header for a query, lines for a statement.
  package var file: [UInt8]
  /// The file beside it that describes the columns.
  package var metadata: [UInt8]
  package var scannedBytes: Int
  package var planningMilliseconds: Int
  package init(
    columns: [ResultColumn], file: [UInt8], metadata: [UInt8], scannedBytes: Int, planningMilliseconds: Int
  ) {
    self.columns = columns
    self.file = file
    self.metadata = metadata
    self.scannedBytes = scannedBytes
    self.planningMilliseconds = planningMilliseconds
  }
}

/// A column of a result, as ColumnInfo shows it.
package struct ResultColumn: Sendable, Equatable {
  package var name: String
  /// Without parameters: `varchar`, `decimal`, `array`.
  package var type: String
  package var precision: Int
  package var scale: Int
  package var isCaseSensitive: Bool
  package init(name: String, type: String, precision: Int, scale: Int, isCaseSensitive: Bool) {
    self.name = name
    self.type = type
    self.precision = precision
    self.scale = scale
    self.isCaseSensitive = isCaseSensitive
  }
}

package struct CatalogDatabase: Sendable {
  package var name: String
  package var description: String?
  package var parameters: [String: String]
  package init(name: String, description: String?, parameters: [String: String]) {
    self.name = name
    self.description = description
    self.parameters = parameters
  }
}

package struct CatalogTable: Sendable {
  package struct Column: Sendable {
    package var name: String
    /// Hive's type string.
    package var type: String
    package var comment: String?
    package init(name: String, type: String, comment: String?) {
      self.name = name
      self.type = type
      self.comment = comment
    }
  }
  package var name: String
  package var created: Timestamp?
  package var lastAccessed: Timestamp?
  package var type: String?
  package var columns: [Column]
  package var partitionKeys: [Column]
  package var parameters: [String: String]
  package init(
    name: String, created: Timestamp?, lastAccessed: Timestamp?, type: String?, columns: [Column],
    partitionKeys: [Column], parameters: [String: String]
  ) {
    self.name = name
    self.created = created
    self.lastAccessed = lastAccessed
    self.type = type
    self.columns = columns
    self.partitionKeys = partitionKeys
    self.parameters = parameters
  }
}
