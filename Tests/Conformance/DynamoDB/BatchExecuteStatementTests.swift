import Testing

@testable import DynamoDB

@Suite struct BatchExecuteStatementTests {
  @Test func eachForItself() async throws {
    let sql = try await PartiQLHouse()
    let answer = await sql.house.call(
      "BatchExecuteStatement",
      #"{"Statements":[{"Statement":"INSERT INTO tab VALUE {'p': 'a', 'c': 1}"},"#
        + #"{"Statement":"UPDATE tab SET x = 'new' WHERE p = 'a' AND c = 2"},"#
        + #"{"Statement":"DELETE FROM none WHERE p = 'a'"},{"Statement":"UPDATE tab WHERE"}]}"#)
    #expect(
      answer
        == #"{"Responses":[{"Error":{"Code":"DuplicateItem","Message":"Duplicate primary key exists in table"},"TableName":"tab"},"#
        + #"{"TableName":"tab"},"#
        + #"{"Error":{"Code":"ResourceNotFound","Message":"Requested resource not found"}},"#
        + #"{"Error":{"Code":"ValidationError","Message":"Statement wasn't well formed, can't be processed: Expected data manipulation"}}]}"#
    )
    #expect(try await sql.values("SELECT x FROM tab WHERE p = 'a' AND c = 2") == ["new"])
  }

  @Test func readsByKeyAlone() async throws {
    let sql = try await PartiQLHouse()
    let answer = await sql.house.call(
      "BatchExecuteStatement",
      #"{"Statements":[{"Statement":"SELECT x FROM tab WHERE p = 'a' AND c = 1"},"#
        + #"{"Statement":"SELECT x FROM tab WHERE p = 'a'"},{"Statement":"SELECT x FROM tab WHERE p = 'n' AND c = 1"}]}"#
    )
    #expect(
      answer
        == #"{"Responses":[{"TableName":"tab","Item":{"x":{"S":"one"}}},{"Error":{"Code":"ValidationError","Message":"#
        + #""Select statements within BatchExecuteStatement must specify the primary key in the where clause."},"#
        + #""TableName":"tab"},{"TableName":"tab"}]}"#)
    #expect(
      await sql.house.error(
        "BatchExecuteStatement",
        #"{"Statements":[{"Statement":"SELECT * FROM tab WHERE p = 'a' AND c = 1"},"#
          + #"{"Statement":"DELETE FROM tab WHERE p = 'a' AND c = 1"}]}"#)
        == "ValidationException: Read and write requests together in the same batch is not supported.")
  }
}
