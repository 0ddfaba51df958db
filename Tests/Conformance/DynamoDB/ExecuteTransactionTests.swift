import Testing

@testable import DynamoDB

@Suite struct ExecuteTransactionTests {
  private func run(_ sql: PartiQLHouse, _ statements: [String], _ more: String = "") async -> String {
    let list = statements.map { #"{"Statement":"\#($0)"}"# }.joined(separator: ",")
    let answer = await sql.house.send("ExecuteTransaction", #"{"TransactStatements":[\#(list)]\#(more)}"#)
    if answer.status == 200 || answer.body.contains("Canceled") { return answer.body }
    return answer.error
  }

  @Test func writesAllOrNone() async throws {
    let sql = try await PartiQLHouse()
    let cancelled = await run(
      sql,
      [
        "UPDATE tab SET x = 'new' WHERE p = 'a' AND c = 1", "INSERT INTO tab VALUE {'p': 'a', 'c': 2}",
        "EXISTS(SELECT * FROM tab WHERE p = 'b' AND c = 1 AND x = 'no')",
      ])
    #expect(
      cancelled.contains(
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, DuplicateItem, "
          + "ConditionalCheckFailed]"), "\(cancelled)")
    #expect(try await sql.values("SELECT x FROM tab WHERE p = 'a' AND c = 1") == ["one"])
    #expect(
      await run(
        sql,
        [
          "UPDATE tab SET x = 'new' WHERE p = 'a' AND c = 1", "DELETE FROM tab WHERE p = 'a' AND c = 2",
          "EXISTS(SELECT * FROM tab WHERE p = 'b' AND c = 1 AND x = 'four')",
        ]) == #"{"Responses":[]}"#)
    #expect(try await sql.values("SELECT x FROM tab WHERE p = 'a'") == ["new", "three"])
  }

  @Test func reads() async throws {
    let sql = try await PartiQLHouse()
    #expect(
      await run(
        sql, ["SELECT x FROM tab WHERE p = 'a' AND c = 1", "SELECT x FROM tab WHERE p = 'none' AND c = 1"])
        == #"{"Responses":[{"Item":{"x":{"S":"one"}}},{}]}"#)
  }

  @Test func tokensKeepTheirPayload() async throws {
    let sql = try await PartiQLHouse()
    let token = #","ClientRequestToken":"t""#
    let statement = "UPDATE tab SET n = 1 WHERE p = 'a' AND c = 1"
    #expect(await run(sql, [statement], token) == #"{"Responses":[]}"#)
    #expect(await run(sql, [statement], token) == #"{"Responses":[]}"#)
    #expect(
      await run(sql, ["DELETE FROM tab WHERE p = 'a' AND c = 1"], token).hasPrefix(
        "IdempotentParameterMismatchException"))
  }

  @Test func refuses() async throws {
    let sql = try await PartiQLHouse()
    #expect(
      await run(sql, ["SELECT * FROM tab WHERE p = 'a' AND c = 1", "DELETE FROM tab WHERE p = 'a' AND c = 2"])
        == "ValidationException: ExecuteTransaction API does not support both read and write operations in the same "
        + "request.")
    #expect(
      await run(sql, ["SELECT * FROM tab WHERE p = 'a'"])
        == "ValidationException: Validation failed in TransactStatements[0]: Select statements within ExecuteTransaction "
        + "must specify the primary key in the where clause.")
    #expect(
      await run(sql, ["EXISTS(SELECT * FROM tab WHERE p = 'a' AND c = 1)"])
        == "ValidationException: Validation failed in TransactStatements[0]: EXISTS() must contain a single item read "
        + "with additional condition")
    #expect(
      await run(sql, ["SELECT * FROM tab WHERE"])
        == "ValidationException: Validation failed in TransactStatements[0]: Statement wasn't well formed, can't be "
        + "processed: Unexpected term")
    #expect(
      await sql.run("EXISTS(SELECT * FROM tab WHERE p = 'a' AND c = 1 AND x = 'one')")
        == "ValidationException: EXISTS can only be used in ExecuteTransaction write requests.")
  }
}
