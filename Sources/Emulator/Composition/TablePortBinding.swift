import DynamoDB
import Protocols
import Runtime

/// Tables as the other services read them: DynamoDB's operations.
final class TablePortBinding: TablePort {
  private let cloud: Cloud

  init(_ cloud: Cloud) { self.cloud = cloud }

  func listTables(as caller: Caller, region: String) async throws(AWSError) -> [String] {
    try await TableReads.listTables(cloud, as: caller, region: region)
  }

  func describe(
    _ table: String, as caller: Caller, region: String
  ) async throws(AWSError) -> TableDescriptionPage {
    try await TableReads.describe(table, cloud, as: caller, region: region)
  }

  func items(
    _ table: String, hashKey: (name: String, value: JSONValue)?, limit: Int?, startKey: JSONValue?, as caller: Caller,
    region: String
  ) async throws(AWSError) -> TablePage {
    try await TableReads.items(
      table, hashKey: hashKey, limit: limit, startKey: startKey, cloud, as: caller, region: region)
  }
}
