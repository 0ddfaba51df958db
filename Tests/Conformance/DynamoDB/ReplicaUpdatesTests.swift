import Protocols
import Runtime
import Support
import Testing

@testable import DynamoDB

/// Global tables of version 2019.11.21: UpdateTable's ReplicaUpdates and what follows.
@Suite struct ReplicaUpdatesTests {
  private func description(_ house: DynamoDBHouse, _ region: String) async throws -> JSONValue? {
    try JSONValue.parse(await house.call("DescribeTable", #"{"TableName":"tab"}"#, region: region))["Table"]
  }

  private func update(_ house: DynamoDBHouse, _ updates: String, region: String = "us-east-1") async -> String {
    let answer = await house.send(
      "UpdateTable", #"{"TableName":"tab","ReplicaUpdates":[\#(updates)]}"#, region: region)
    return answer.status == 200 ? "ok" : answer.error
  }

  private func create(_ region: String) -> String { #"{"Create":{"RegionName":"\#(region)"}}"# }
  private func delete(_ region: String) -> String { #"{"Delete":{"RegionName":"\#(region)"}}"# }

  /// Polls until the operation's answer in that region is as wanted.
  private func becomes(
    _ house: DynamoDBHouse, _ region: String, _ operation: String, _ body: String, _ isWanted: (JSONValue) -> Bool
  ) async throws -> Bool {
    for _ in 0..<5000 {
      // An index that is being filled refuses to be read.
      let answer = await house.call(operation, body, region: region)
      if let found = try? JSONValue.parse(answer), isWanted(found) { return true }
      await Task.yield()
    }
    return false
  }

  private func isActive(_ house: DynamoDBHouse, _ region: String, beside other: String) async throws -> Bool {
    try await becomes(house, other, "DescribeTable", #"{"TableName":"tab"}"#) { found in
      (found["Table"]?["Replicas"]?.array ?? []).contains {
        $0["RegionName"]?.string == region && $0["ReplicaStatus"]?.string == "ACTIVE"
      }
    }
  }

  private func put(_ house: DynamoDBHouse, _ key: String, _ value: String, _ region: String) async {
    _ = await house.call(
      "PutItem", #"{"TableName":"tab","Item":{"p":{"S":"\#(key)"},"v":{"S":"\#(value)"}}}"#, region: region)
  }

  private func shows(_ house: DynamoDBHouse, _ key: String, _ value: String?, _ region: String) async throws -> Bool {
    try await becomes(house, region, "GetItem", #"{"TableName":"tab","Key":{"p":{"S":"\#(key)"}}}"#) {
      $0["Item"]?["v"]?["S"]?.string == value
    }
  }

  @Test func writesGoBothWaysAndOldItemsToo() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    for number in 0..<600 { await put(house, "old\(number)", "v", "us-east-1") }
    let answered = try JSONValue.parse(
      await house.call("UpdateTable", #"{"TableName":"tab","ReplicaUpdates":[\#(create("eu-west-1"))]}"#))
    let table = answered["TableDescription"]
    #expect(table?["TableStatus"]?.string == "UPDATING")
    #expect(table?["GlobalTableVersion"]?.string == "2019.11.21")
    #expect(table?["Replicas"]?.array?.count == 0)
    // The stream comes with the first replica.
    #expect(table?["StreamSpecification"]?["StreamViewType"]?.string == "NEW_AND_OLD_IMAGES")
    #expect(try await isActive(house, "eu-west-1", beside: "us-east-1"))
    let there = try await description(house, "eu-west-1")
    #expect(there?["ItemCount"]?.int == 600)
    #expect(there?["TableArn"]?.string == "arn:aws:dynamodb:eu-west-1:000000000000:table/tab")
    #expect(there?["Replicas"]?.array?.first?["RegionName"]?.string == "us-east-1")
    #expect(there?["Replicas"]?.array?.first?["GlobalTableSettingsReplicationMode"]?.string == "ENABLED_WITH_OVERRIDES")
    #expect(there?["StreamSpecification"]?["StreamViewType"]?.string == "NEW_AND_OLD_IMAGES")
    #expect(there?["TableId"]?.string != table?["TableId"]?.string)

    await put(house, "a", "from the east", "us-east-1")
    #expect(try await shows(house, "a", "from the east", "eu-west-1"))
    await put(house, "a", "from the west", "eu-west-1")
    #expect(try await shows(house, "a", "from the west", "us-east-1"))
    _ = await house.call("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"a"}}}"#)
    #expect(try await shows(house, "a", nil, "eu-west-1"))
    // Each region's stream tells each change once.
    let arn = try #require(try await description(house, "us-east-1")?["LatestStreamArn"]?.string)
    let kinds = try await house.records(of: arn).filter { $0["dynamodb"]?["Keys"]?["p"]?["S"]?.string == "a" }
      .compactMap { $0["eventName"]?.string }
    #expect(kinds == ["INSERT", "MODIFY", "REMOVE"])
  }

  /// Writes of one item in several regions end alike everywhere, with the last of them.
  @Test func theLastWriterWins() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(await update(house, create("eu-west-1")) == "ok")
    #expect(try await isActive(house, "eu-west-1", beside: "us-east-1"))
    // From the other region, which then is the new one's source.
    #expect(await update(house, create("ap-south-1"), region: "eu-west-1") == "ok")
    #expect(try await isActive(house, "ap-south-1", beside: "eu-west-1"))
    let regions = ["us-east-1", "eu-west-1", "ap-south-1"]
    for number in 0..<60 { await put(house, "k\(number % 4)", "\(number)", regions[number % 3]) }
    for region in regions {
      for key in 0..<4 { #expect(try await shows(house, "k\(key)", "\(56 + key)", region), "\(region) k\(key)") }
    }
    let listed = try await description(house, "ap-south-1")?["Replicas"]?.array?.compactMap { $0["RegionName"]?.string }
    #expect(listed == ["us-east-1", "eu-west-1"])
  }

  @Test func settingsAreTheGroups() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    await put(house, "a", "x", "us-east-1")
    #expect(await update(house, create("eu-west-1")) == "ok")
    #expect(try await isActive(house, "eu-west-1", beside: "us-east-1"))
    let index =
      #"{"TableName":"tab","AttributeDefinitions":[{"AttributeName":"v","AttributeType":"S"}],"#
      + #""GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"by-v","KeySchema":[{"AttributeName":"v","#
      + #""KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}}]}"#
    _ = await house.call("UpdateTable", index, region: "eu-west-1")
    for region in ["us-east-1", "eu-west-1"] {
      let query =
        #"{"TableName":"tab","IndexName":"by-v","KeyConditionExpression":"v = :v","#
        + #""ExpressionAttributeValues":{":v":{"S":"x"}}}"#
      #expect(try await becomes(house, region, "Query", query) { $0["Count"]?.int == 1 })
    }
    _ = await house.call(
      "UpdateTimeToLive",
      #"{"TableName":"tab","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ttl"}}"#)
    let ttl = await house.call("DescribeTimeToLive", #"{"TableName":"tab"}"#, region: "eu-west-1")
    #expect(ttl.contains(#""TimeToLiveStatus":"ENABLED""#))
    // Limits of writes are the group's, of reads each region's own.
    _ = await house.call(
      "UpdateTable",
      #"{"TableName":"tab","OnDemandThroughput":{"MaxReadRequestUnits":10,"MaxWriteRequestUnits":20}}"#)
    let there = try await description(house, "eu-west-1")
    #expect(there?["OnDemandThroughput"]?["MaxWriteRequestUnits"]?.int == 20)
    #expect(there?["OnDemandThroughput"]?["MaxReadRequestUnits"] == nil)
    #expect(
      there?["Replicas"]?.array?.first?["OnDemandThroughputOverride"]?["MaxReadRequestUnits"]?.int == 10)
    let override =
      #"{"Update":{"RegionName":"eu-west-1","OnDemandThroughputOverride":{"MaxReadRequestUnits":7},"#
      + #""TableClassOverride":"STANDARD_INFREQUENT_ACCESS"}}"#
    #expect(await update(house, override) == "ok")
    let shown = try await description(house, "us-east-1")?["Replicas"]?.array?.first
    #expect(shown?["OnDemandThroughputOverride"]?["MaxReadRequestUnits"]?.int == 7)
    #expect(shown?["ReplicaTableClassSummary"]?["TableClass"]?.string == "STANDARD_INFREQUENT_ACCESS")
    #expect(shown?["GlobalSecondaryIndexes"]?.array?.first?["IndexName"]?.string == "by-v")
    #expect(
      await house.error("UpdateTable", #"{"TableName":"tab","StreamSpecification":{"StreamEnabled":false}}"#)
        == "ValidationException: One or more parameter values were invalid: Disabling Stream is not allowed for a "
        + "Global Table replica.")
    #expect(
      await house.error(
        "UpdateTable",
        #"{"TableName":"tab","BillingMode":"PROVISIONED","ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}}"#
      ) == "ValidationException: Table write capacity should either be Pay-Per-Request or AutoScaled.")
  }

  @Test func replicasGo() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    for region in ["eu-west-1", "eu-west-2"] {
      #expect(await update(house, create(region)) == "ok")
      #expect(try await isActive(house, region, beside: "us-east-1"))
    }
    #expect(
      await house.error("DeleteTable", #"{"TableName":"tab"}"#)
        == "ValidationException: Replica cannot be deleted because it has acted as a source region for new "
        + "replica(s) being added to the table in the last 24 hours.")
    _ = await house.call(
      "UpdateTable", #"{"TableName":"tab","DeletionProtectionEnabled":true}"#, region: "eu-west-1")
    #expect(
      await update(house, delete("eu-west-1"))
        == "ValidationException: Cannot delete table tab in region eu-west-1 because it has deletion protection "
        + "enabled. Disable deletion protection first.")
    _ = await house.call(
      "UpdateTable", #"{"TableName":"tab","DeletionProtectionEnabled":false}"#, region: "eu-west-1")
    #expect(await update(house, delete("eu-west-1")) == "ok")
    #expect(
      await house.error("DescribeTable", #"{"TableName":"tab"}"#, region: "eu-west-1")
        == "ResourceNotFoundException: Requested resource not found: Table: tab not found")
    _ = await house.call("DeleteTable", #"{"TableName":"tab"}"#, region: "eu-west-2")
    let alone = try await description(house, "us-east-1")
    for member in ["GlobalTableVersion", "Replicas", "GlobalTableSettingsReplicationMode"] {
      #expect(alone?[member] == nil)
    }
    #expect(alone?["StreamSpecification"] != nil)
    _ = await house.call("DeleteTable", #"{"TableName":"tab"}"#)
    #expect(await house.error("DescribeTable", #"{"TableName":"tab"}"#).hasPrefix("ResourceNotFoundException"))
  }

  @Test func refuses() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    func validation(_ updates: String) async -> String {
      let message = await update(house, updates)
      return message.hasPrefix("ValidationException: ") ? String(message.dropFirst(21)) : message
    }
    let nothing = "There are no actions specified in the Replica Update Action of the request."
    #expect(await validation("{}") == nothing)
    #expect(await validation(#"{"Update":{"RegionName":"eu-west-1"}}"#) == nothing)
    #expect(
      await validation(#"{"Create":{"RegionName":"eu-west-1"},"Delete":{"RegionName":"eu-west-2"}}"#)
        == "Update table operation with more than one type of replica actions not allowed.")
    #expect(
      await validation(create("eu-west-1") + "," + create("eu-west-2"))
        == "Update table operation with more than one create or delete replica actions not allowed")
    let local =
      "Cannot add or delete the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable as "
      + "required."
    #expect(await validation(create("us-east-1")) == local)
    #expect(await validation(delete("us-east-1")) == local)
    #expect(
      await validation(create("us-fake-1")).hasPrefix(
        "Region us-fake-1 is not supported. The latest version of global tables are only supported in the following "
          + "regions: [af-south-1, "))
    let stranger =
      "Update global table operation failed because one or more replicas were not part of the global table. Please "
      + "retry the request without these replicas: [eu-west-1]."
    #expect(await validation(delete("eu-west-1")) == stranger)
    #expect(
      await validation(#"{"Update":{"RegionName":"eu-west-1","TableClassOverride":"STANDARD"}}"#) == stranger)
    #expect(
      await validation(#"{"Create":{"RegionName":"eu-west-1","KMSMasterKeyId":"k"}}"#)
        == "One or more parameter values were invalid: KMSMasterKeyId must be specified for each replica.")
    #expect(
      await house.error(
        "UpdateTable",
        #"{"TableName":"tab","DeletionProtectionEnabled":true,"ReplicaUpdates":[\#(create("eu-west-1"))]}"#)
        == "ValidationException: One or more parameter values were invalid: Replica modification must be the only "
        + "operation in the request")
    // A table of the same name in the other region is in the way.
    _ = await house.call(
      "CreateTable",
      #"{"TableName":"tab","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"}]}"#,
      region: "eu-west-1")
    #expect(
      await validation(create("eu-west-1"))
        == "Failed to create a the new replica of table with name: ‘tab’ because one or more replicas already existed "
        + "as tables.")
    _ = await house.call(
      "UpdateTable",
      #"{"TableName":"tab","BillingMode":"PROVISIONED","ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}}"#
    )
    #expect(
      await validation(create("eu-west-2"))
        == "Table write capacity should either be Pay-Per-Request or AutoScaled.")
    #expect(
      await house.error(
        "UpdateTable",
        #"{"TableName":"tab","MultiRegionConsistency":"STRONG","ReplicaUpdates":[\#(create("eu-west-2"))]}"#
      ).contains("MultiRegionConsistency"))
  }

  @Test func keysOfCustomersAreEachRegionsOwn() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    _ = await house.call(
      "UpdateTable",
      #"{"TableName":"tab","SSESpecification":{"Enabled":true,"SSEType":"KMS","KMSMasterKeyId":"here"}}"#)
    let prefix = "ValidationException: One or more parameter values were invalid: "
    #expect(await update(house, create("eu-west-1")) == prefix + "KMSMasterKeyId must be specified for each replica.")
    func key(_ key: String) -> String {
      #"{"Create":{"RegionName":"eu-west-1","KMSMasterKeyId":"\#(key)"}}"#
    }
    #expect(
      await update(house, key("alias/aws/dynamodb"))
        == prefix + "All replica keys must either be Customer Managed CMK or AWS Managed CMK.")
    #expect(await update(house, key("arn:aws:kms:us-east-1:000000000000:key/here")).contains("Invalid arn us-east-1"))
    #expect(await update(house, key("there")) == "ok")
    let there = try await description(house, "eu-west-1")
    #expect(there?["SSEDescription"]?["KMSMasterKeyArn"]?.string == "arn:aws:kms:eu-west-1:000000000000:key/there")
    let here = try await description(house, "us-east-1")
    #expect(
      here?["Replicas"]?.array?.first?["KMSMasterKeyId"]?.string == "arn:aws:kms:eu-west-1:000000000000:key/there")
  }
}
