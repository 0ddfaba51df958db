package import Protocols

/// DynamoDB as the connector needs it: the Athena service binds it to the table operations.
package protocol DynamoDBReader: Sendable {
  /// All table names as they are spelt.
  func tableNames() async throws(AWSError) -> [String]
  /// Throws ResourceNotFoundException.
  func describe(_ table: String) async throws(AWSError) -> DynamoDBTable
  /// A page of Scan, or of Query for `hashValue` of the table's hash key. Only the named attributes are wanted (nil: all).
  func page(
    _ table: String, hashValue: (name: String, value: DynamoDBValue)?, attributes: [String]?, limit: Int?,
    after startKey: DynamoDBItem?
  ) async throws(AWSError) -> DynamoDBPage
}

package struct DynamoDBTable: Sendable {
  package var name: String
  package var hashKey: String
  /// Names and types (`S`, `N`, `B`) of AttributeDefinitions, in their order.
  package var attributes: [(name: String, type: String)]
  package init(name: String, hashKey: String, attributes: [(name: String, type: String)]) {
    self.name = name
    self.hashKey = hashKey
    self.attributes = attributes
  }
}

package struct DynamoDBPage: Sendable {
  package var items: [DynamoDBItem]
  /// LastEvaluatedKey; nil at the end.
  package var lastKey: DynamoDBItem?
  /// About the size of what was read, in bytes.
  package var bytes: Int
  package init(items: [DynamoDBItem], lastKey: DynamoDBItem?, bytes: Int) {
    self.items = items
    self.lastKey = lastKey
    self.bytes = bytes
  }
}

/// An item's attributes in the order in which the service gives them.
package typealias DynamoDBItem = [(name: String, value: DynamoDBValue)]

package indirect enum DynamoDBValue: Sendable {
  case string(String)
  /// The number's text.
  case number(String)
  case binary([UInt8])
  case bool(Bool)
  case null
  case list([DynamoDBValue])
  case map(DynamoDBItem)
  case stringSet([String])
  case numberSet([String])
  case binarySet([[UInt8]])
}
