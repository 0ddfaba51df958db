package import Protocols
package import Runtime

/// Tables as other services read them: by DynamoDB's own operations, values as DynamoDB's JSON.
package enum TableReads {
  package static func listTables(
    _ cloud: Cloud, as caller: Caller, region: String
  ) async throws(AWSError) -> [String] {
    var names: [String] = []
    var last: String?
    repeat {
      var input = Values<ListTables.Input>()
      input[ListTables.Input.exclusiveStartTableName] = last
      let output = try await cloud.perform(ListTables.self, input, as: caller, region: region)
      names += output[ListTables.Output.tableNames] ?? []
      last = output[ListTables.Output.lastEvaluatedTableName]
    } while last != nil
    return names
  }

  package static func describe(
    _ table: String, _ cloud: Cloud, as caller: Caller, region: String
  ) async throws(AWSError) -> TableDescriptionPage {
    var input = Values<DescribeTable.Input>()
    input[DescribeTable.Input.tableName] = table
    let output = try json(try await cloud.perform(DescribeTable.self, input, as: caller, region: region).structure)
    let description = output["Table"]
    let attributes = (description?["AttributeDefinitions"]?.array ?? []).map { attribute in
      (name: attribute["AttributeName"]?.string ?? "", type: attribute["AttributeType"]?.string ?? "S")
    }
    let keys = description?["KeySchema"]?.array ?? []
    func key(_ type: String) -> String? {
      keys.first { $0["KeyType"]?.string == type }?["AttributeName"]?.string
    }
    return TableDescriptionPage(attributes: attributes, hashKey: key("HASH") ?? "", rangeKey: key("RANGE"))
  }

  /// A page of a Scan, or of a Query when `hashKey` is given.
  package static func items(
    _ table: String, hashKey: (name: String, value: JSONValue)?, limit: Int?, startKey: JSONValue?, _ cloud: Cloud,
    as caller: Caller, region: String
  ) async throws(AWSError) -> TablePage {
    var request = JSONObject([JSONObject.Member(key: "TableName", value: .string(table))])
    if let limit { request["Limit"] = .number(String(limit)) }
    request["ExclusiveStartKey"] = startKey
    let output: Structure
    if let hashKey {
      request["KeyConditionExpression"] = "#k = :v"
      request["ExpressionAttributeNames"] = ["#k": .string(hashKey.name)]
      request["ExpressionAttributeValues"] = [":v": hashKey.value]
      let input = Values<Query.Input>(try Structure(json: JSONValue.object(request).bytes, Query.Input.shape))
      output = try await cloud.perform(Query.self, input, as: caller, region: region).structure
    } else {
      let input = Values<Scan.Input>(try Structure(json: JSONValue.object(request).bytes, Scan.Input.shape))
      output = try await cloud.perform(Scan.self, input, as: caller, region: region).structure
    }
    let page = try json(output)
    return TablePage(items: page["Items"]?.array ?? [], lastEvaluatedKey: page["LastEvaluatedKey"])
  }

  private static func json(_ structure: Structure) throws(AWSError) -> JSONValue {
    do throws(JSONError) { return try JSONValue.parse(structure.json) } catch {
      throw AWSError.internal("an answer of DynamoDB is not JSON: \(error)")
    }
  }
}
