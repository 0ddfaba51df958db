package import Protocols

/// DynamoDB tables, as Athena's connector reads them.
package protocol TablePort: Sendable {
  /// All pages.
  func listTables(as caller: Caller, region: String) async throws(AWSError) -> [String]
  /// Throws ResourceNotFoundException.
  func describe(_ table: String, as caller: Caller, region: String) async throws(AWSError) -> TableDescriptionPage
  /// One page of a Scan, or of a Query when `hashKey` is given. Items as DynamoDB's JSON (`{"id":{"S":"1"}}`).
  func items(
    _ table: String, hashKey: (name: String, value: JSONValue)?, limit: Int?, startKey: JSONValue?, as caller: Caller,
    region: String
  ) async throws(AWSError) -> TablePage
}

package struct TableDescriptionPage: Sendable {
  /// Key and index attributes with their types, `S`, `N`, `B`.
  package var attributes: [(name: String, type: String)]
  package var hashKey: String
  package var rangeKey: String?
  package init(attributes: [(name: String, type: String)], hashKey: String, rangeKey: String?) {
    self.attributes = attributes
    self.hashKey = hashKey
    self.rangeKey = rangeKey
  }
}

package struct TablePage: Sendable {
  package var items: [JSONValue]
  package var lastEvaluatedKey: JSONValue?
  package init(items: [JSONValue], lastEvaluatedKey: JSONValue?) {
    self.items = items
    self.lastEvaluatedKey = lastEvaluatedKey
  }
}
