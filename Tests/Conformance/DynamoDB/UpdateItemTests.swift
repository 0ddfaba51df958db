import Testing

@testable import DynamoDB

@Suite struct UpdateItemTests {
  @Test func makesAndChangesItems() async throws {
    let house = try DynamoDBHouse()
    await house.table()
    func update(_ more: String) async -> String {
      await house.call("UpdateItem", #"{"TableName":"tab","Key":{"p":{"S":"k"}},\#(more)}"#)
    }
    // An update that only takes away makes no item.
    #expect(await update(#""UpdateExpression":"REMOVE a","ReturnValues":"ALL_NEW""#) == "{}")
    #expect(await house.call("GetItem", #"{"TableName":"tab","Key":{"p":{"S":"k"}}}"#) == "{}")
    #expect(
      await update(
        #""UpdateExpression":"SET a = :one, m = :map ADD n :one","ExpressionAttributeValues":{":one":{"N":"1"},":map":{"M":{"x":{"N":"5"}}}},"ReturnValues":"ALL_NEW""#
      ) == #"{"Attributes":{"p":{"S":"k"},"a":{"N":"1"},"m":{"M":{"x":{"N":"5"}}},"n":{"N":"1"}}}"#)
    #expect(
      await update(
        #""UpdateExpression":"SET m.y = :v, a = a + :v","ExpressionAttributeValues":{":v":{"N":"2"}},"ReturnValues":"UPDATED_NEW""#
      ) == #"{"Attributes":{"a":{"N":"3"},"m":{"M":{"y":{"N":"2"}}}}}"#)
    #expect(
      await update(
        #""UpdateExpression":"SET a = :v, new = :v","ExpressionAttributeValues":{":v":{"N":"9"}},"ReturnValues":"UPDATED_OLD""#
      ).contains("reserved keyword: new"))
    #expect(
      await update(
        #""UpdateExpression":"SET a = :v, fresh = :v","ExpressionAttributeValues":{":v":{"N":"9"}},"ReturnValues":"UPDATED_OLD""#
      ) == #"{"Attributes":{"a":{"N":"3"}}}"#)
    #expect(
      await update(
        #""AttributeUpdates":{"a":{"Action":"ADD","Value":{"N":"1"}},"n":{"Action":"DELETE"}},"ReturnValues":"ALL_OLD""#
      )
      .contains(#""n":{"N":"1"}"#))
    #expect(
      await update(#""ReturnValues":"ALL_NEW""#)
        == #"{"Attributes":{"p":{"S":"k"},"a":{"N":"10"},"m":{"M":{"x":{"N":"5"},"y":{"N":"2"}}},"fresh":{"N":"9"}}}"#)
  }

  static let refusals: [(String, String)] = [
    (
      #""UpdateExpression":"SET p = :v","ExpressionAttributeValues":{":v":{"S":"x"}}"#,
      "One or more parameter values were invalid: Cannot update attribute p. This attribute is part of the key"
    ),
    (
      #""UpdateExpression":"INVALID SYNTAX HERE""#,
      "1 validation error detected: Invalid UpdateExpression: Syntax error; token: \"INVALID\", near: \"INVALID SYNTAX\""
    ),
    (
      #""UpdateExpression":"SET a = b""#,
      "The provided expression refers to an attribute that does not exist in the item"
    ),
    (
      #""UpdateExpression":"SET a.b = :v","ExpressionAttributeValues":{":v":{"S":"x"}}"#,
      "The document path provided in the update expression is invalid for update"
    ),
    (
      #""UpdateExpression":"SET a = :v","ExpressionAttributeValues":{":v":{"S":"x"},":w":{"S":"x"}}"#,
      "1 validation error detected: Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}"
    ),
    (
      #""UpdateExpression":"SET a = :v","ExpressionAttributeValues":{":v":{"S":"x"}},"AttributeUpdates":{"a":{"Action":"DELETE"}}"#,
      "1 validation error detected: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributeUpdates} Expression parameters: {UpdateExpression}"
    ),
    (
      #""UpdateExpression":"SET a = :v","ExpressionAttributeValues":{":v":{"S":"\#(String(repeating: "x", count: 409_600))"}}"#,
      "Item size to update has exceeded the maximum allowed size"
    ),
    (
      #""AttributeUpdates":{"a":{"Action":"PUT"}}"#,
      "One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified"
    ),
  ]

  @Test(arguments: UpdateItemTests.refusals)
  func refuses(members: String, message: String) async throws {
    let house = try DynamoDBHouse()
    await house.table()
    #expect(
      await house.error("UpdateItem", #"{"TableName":"tab","Key":{"p":{"S":"k"}},\#(members)}"#)
        == "ValidationException: \(message)")
    #expect(await house.call("Scan", #"{"TableName":"tab","Select":"COUNT"}"#) == #"{"Count":0,"ScannedCount":0}"#)
  }
}
