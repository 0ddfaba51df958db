import Testing

@testable import DynamoDB

@Suite struct ListTablesTests {
  @Test func pagesInOrderOfNames() async throws {
    let house = try DynamoDBHouse()
    for name in ["ccc", "aaa", "bbb"] { await house.table(name) }
    #expect(await house.call("ListTables", "{}") == #"{"TableNames":["aaa","bbb","ccc"]}"#)
    #expect(
      await house.call("ListTables", #"{"Limit":2}"#)
        == #"{"LastEvaluatedTableName":"bbb","TableNames":["aaa","bbb"]}"#)
    #expect(
      await house.call("ListTables", #"{"ExclusiveStartTableName":"bbb"}"#) == #"{"TableNames":["ccc"]}"#)
    let other = await house.send("ListTables", "{}", account: "111111111111")
    #expect(other.body == #"{"TableNames":[]}"#)
    #expect(await house.send("ListTables", #"{"Limit":0}"#).status == 400)
  }
}
