package import Protocols

/// The Glue catalog as the engine needs it. Names are in lower case. Errors are the service's own; what is missing is nil.
package protocol CatalogPort: Sendable {
  /// In the order of their names.
  func databases() async throws(AWSError) -> [DatabaseDefinition]
  func database(_ name: String) async throws(AWSError) -> DatabaseDefinition?
  /// The names of a database's tables, in order.
  func tables(in database: String) async throws(AWSError) -> [String]
  func table(_ database: String, _ name: String) async throws(AWSError) -> TableDefinition?
  /// A page of a table's partitions; `token` nil for the first.
  func partitions(
    _ database: String, _ table: String, token: String?
  ) async throws(AWSError) -> PartitionPage

  /// Throws AlreadyExistsException.
  func createDatabase(_ database: DatabaseDefinition) async throws(AWSError)
  /// Takes the tables with it. Throws EntityNotFoundException.
  func dropDatabase(_ name: String) async throws(AWSError)
  /// Throws AlreadyExistsException.
  func createTable(_ table: TableDefinition) async throws(AWSError)
  func dropTable(_ database: String, _ name: String) async throws(AWSError)
  /// Throws AlreadyExistsException when one exists.
  func addPartitions(_ database: String, _ table: String, _ partitions: [PartitionDefinition]) async throws(AWSError)
}

package struct DatabaseDefinition: Sendable, Equatable {
  package var name: String
  package var comment: String?
  package var location: String?
  package var parameters: [String: String]
  package init(name: String, comment: String? = nil, location: String? = nil, parameters: [String: String] = [:]) {
    self.name = name
    self.comment = comment
    self.location = location
    self.parameters = parameters
  }
}

/// A column with its Hive type string.
package struct ColumnDefinition: Sendable, Equatable {
  package var name: String
  package var type: String
  package var comment: String?
  package init(_ name: String, _ type: String, comment: String? = nil) {
    self.name = name
    self.type = type
    self.comment = comment
  }
}

/// A table's storage: Glue's StorageDescriptor.
package struct StorageDefinition: Sendable, Equatable {
  /// `s3://bucket/prefix/`
  package var location: String?
  package var inputFormat: String?
  package var outputFormat: String?
  package var serde: String?
  package var serdeParameters: [String: String]
  package init(
    location: String? = nil, inputFormat: String? = nil, outputFormat: String? = nil, serde: String? = nil,
    serdeParameters: [String: String] = [:]
  ) {
    self.location = location
    self.inputFormat = inputFormat
    self.outputFormat = outputFormat
    self.serde = serde
    self.serdeParameters = serdeParameters
  }
}

package struct TableDefinition: Sendable, Equatable {
  package var database: String
  package var name: String
  package var columns: [ColumnDefinition]
  package var partitionKeys: [ColumnDefinition]
  package var storage: StorageDefinition
  /// `EXTERNAL_TABLE`, `VIRTUAL_VIEW` …
  package var tableType: String?
  package var comment: String?
  package var parameters: [String: String]
  package init(
    database: String, name: String, columns: [ColumnDefinition], partitionKeys: [ColumnDefinition] = [],
    storage: StorageDefinition = StorageDefinition(), tableType: String? = "EXTERNAL_TABLE", comment: String? = nil,
    parameters: [String: String] = [:]
  ) {
    self.database = database
    self.name = name
    self.columns = columns
    self.partitionKeys = partitionKeys
    self.storage = storage
    self.tableType = tableType
    self.comment = comment
    self.parameters = parameters
  }
}

package struct PartitionDefinition: Sendable, Equatable {
  /// In the order of the table's partition keys.
  package var values: [String]
  /// What it has of its own overrides the table's.
  package var storage: StorageDefinition
  package init(values: [String], storage: StorageDefinition) {
    self.values = values
    self.storage = storage
  }
}

package struct PartitionPage: Sendable {
  package var partitions: [PartitionDefinition]
  package var nextToken: String?
  package init(partitions: [PartitionDefinition], nextToken: String?) {
    self.partitions = partitions
    self.nextToken = nextToken
  }
}
