import Testing

@testable import DynamoDB

private let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tab"

@Suite struct TagResourceTests {
  @Test func setsAndReplaces() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    for value in ["1", "2"] {
      #expect(
        await house.call("TagResource", #"{"ResourceArn":"\#(arn)","Tags":[{"Key":"k","Value":"\#(value)"}]}"#) == "")
    }
    #expect(
      await house.call("ListTagsOfResource", #"{"ResourceArn":"\#(arn)"}"#)
        == #"{"Tags":[{"Key":"k","Value":"2"}]}"#)
  }

  @Test func comeWithTheTableToo() async throws {
    let house = try DynamoDBHouse()
    _ = await house.call(
      "CreateTable",
      #"{"TableName":"tab","BillingMode":"PAY_PER_REQUEST","Tags":[{"Key":"k","Value":""}],"#
        + #""AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}],"#
        + #""KeySchema":[{"AttributeName":"p","KeyType":"HASH"}]}"#)
    #expect(
      await house.call("ListTagsOfResource", #"{"ResourceArn":"\#(arn)"}"#) == #"{"Tags":[{"Key":"k","Value":""}]}"#)
    // A table made anew under the name has none of them.
    _ = await house.call("DeleteTable", #"{"TableName":"tab"}"#)
    await house.table()
    #expect(await house.call("ListTagsOfResource", #"{"ResourceArn":"\#(arn)"}"#) == #"{"Tags":[]}"#)
  }

  @Test func refuses() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    func error(_ arn: String, _ tags: String) async -> String {
      await house.error("TagResource", #"{"ResourceArn":"\#(arn)","Tags":[\#(tags)]}"#)
    }
    let tag = #"{"Key":"k","Value":"v"}"#
    #expect(await error("nowhere", tag) == "ValidationException: ARNs must start with 'arn:': nowhere")
    #expect(await error(arn + "x", tag).hasPrefix("ResourceNotFoundException"))
    #expect(await error(arn + "/index/i", tag).contains("Invalid ResourceArn"))
    #expect(await error(arn, "").hasPrefix("ValidationException"))
    #expect(await error(arn, #"{"Key":"aws:k","Value":"v"}"#).hasPrefix("ValidationException"))
    #expect(await error(arn, #"{"Key":"!","Value":"v"}"#).hasPrefix("ValidationException"))
    let many = (0..<51).map { #"{"Key":"k\#($0)","Value":"v"}"# }.joined(separator: ",")
    #expect(await error(arn, many).hasPrefix("ValidationException"))
  }
}
