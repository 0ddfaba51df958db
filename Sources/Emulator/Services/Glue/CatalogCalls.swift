package import Protocols
package import Runtime

/// The Data Catalog as other services reach it: Glue's own operations, their members as JSON.
package struct CatalogCalls: Sendable {
  private let cloud: Cloud
  private let caller: Caller
  private let region: String

  package init(_ cloud: Cloud, as caller: Caller, region: String) {
    self.cloud = cloud
    self.caller = caller
    self.region = region
  }

  package func createDatabase(_ input: JSONValue) async throws(AWSError) {
    _ = try await call(CreateDatabase.self, input)
  }
  package func deleteDatabase(_ input: JSONValue) async throws(AWSError) {
    _ = try await call(DeleteDatabase.self, input)
  }
  package func createTable(_ input: JSONValue) async throws(AWSError) { _ = try await call(CreateTable.self, input) }
  package func deleteTable(_ input: JSONValue) async throws(AWSError) { _ = try await call(DeleteTable.self, input) }

  package func getDatabase(_ input: JSONValue) async throws(AWSError) -> JSONValue {
    try await call(GetDatabase.self, input)
  }
  package func getDatabases(_ input: JSONValue) async throws(AWSError) -> JSONValue {
    try await call(GetDatabases.self, input)
  }
  package func getTable(_ input: JSONValue) async throws(AWSError) -> JSONValue { try await call(GetTable.self, input) }
  package func getTables(_ input: JSONValue) async throws(AWSError) -> JSONValue {
    try await call(GetTables.self, input)
  }
  package func getPartitions(_ input: JSONValue) async throws(AWSError) -> JSONValue {
    try await call(GetPartitions.self, input)
  }
  package func batchCreatePartition(_ input: JSONValue) async throws(AWSError) -> JSONValue {
    try await call(BatchCreatePartition.self, input)
  }

  private func call<O: AWSOperation>(_ operation: O.Type, _ input: JSONValue) async throws(AWSError) -> JSONValue {
    let structure = try Structure(json: input.bytes, O.Input.shape)
    let output = try await cloud.perform(operation, Values<O.Input>(structure), as: caller, region: region)
    do throws(JSONError) { return try JSONValue.parse(output.structure.json) } catch {
      throw AWSError.internal("an answer of Glue is not JSON: \(error)")
    }
  }
}
