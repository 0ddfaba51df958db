import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import Athena

/// GetQueryResults, out of the file in S3.
@Suite struct QueryResultsTests {
  @Test func tellsNullFromNothing() async throws {
    let athena = try AthenaHouse()
    let id = try await athena.begin("quotes")
    _ = try await athena.wait(id, for: "SUCCEEDED")
    let results = try await athena.results(id)
    #expect(results.rows == [["a", "b"], ["say \"hi\"", nil], [nil, ""], ["two\nlines", "é"]])
    #expect(results.columns.map { $0[ColumnInfo.name] } == ["a", "b"])
    #expect(results.columns.first?[ColumnInfo.precision] == 2_147_483_647)
    #expect(results.columns.first?[ColumnInfo.nullable] == "UNKNOWN")
    await athena.house.stop()
  }

  @Test func pagesWithTheHeaderCounted() async throws {
    let athena = try AthenaHouse()
    let id = try await athena.begin("rows 2500")
    _ = try await athena.wait(id, for: "SUCCEEDED")
    var token: String?
    var counts: [Int] = []
    var values: [String?] = []
    repeat {
      let page = try await athena.results(id, token: token)
      counts.append(page.rows.count)
      values += page.rows.map { $0[0] }
      token = page.next
    } while token != nil
    #expect(counts == [1000, 1000, 501])
    #expect(values == ["a"] + (0..<2500).map { "\($0)" })
    await athena.house.stop()
  }

  @Test func refusesATokenOfAnotherResult() async throws {
    let athena = try AthenaHouse()
    let one = try await athena.begin("rows 5")
    let two = try await athena.begin("rows 6")
    for id in [one, two] { _ = try await athena.wait(id, for: "SUCCEEDED") }
    let token = try #require(try await athena.results(one, limit: 2).next)
    let error = await athena.house.error(GetQueryResults.self) {
      $0[GetQueryResults.Input.queryExecutionID] = two
      $0[GetQueryResults.Input.nextToken] = token
    }
    #expect(error?.code == "InvalidRequestException")
    await athena.house.stop()
  }

  @Test func givesAStatementsLines() async throws {
    let athena = try AthenaHouse()
    let id = try await athena.begin("SHOW TABLES")
    let execution = try await athena.wait(id, for: "SUCCEEDED")
    let location = execution[QueryExecution.resultConfiguration]?[ResultConfiguration.outputLocation]
    #expect(location?.hasSuffix("\(id).txt") == true)
    #expect(try await athena.results(id).rows == [["t1"], ["t2"]])
    await athena.house.stop()
  }

  @Test func findsNoResultsOnceTheFileIsGone() async throws {
    let athena = try AthenaHouse()
    let id = try await athena.begin("rows 1")
    _ = try await athena.wait(id, for: "SUCCEEDED")
    athena.objects.objects.withLock { $0 = [:] }
    let error = await athena.house.error(GetQueryResults.self) { $0[GetQueryResults.Input.queryExecutionID] = id }
    #expect(error?.message == "Could not find results")
    await athena.house.stop()
  }

  @Test func readsRowsWhereverThePieceIsCut() {
    let file = Array("\"a\",\"b\"\n\"x\"\"y\",\n,\"\"\n\"é\n\",\"z\"\n".utf8)
    let whole = ResultRows(file, .csv(columns: 2), limit: 10, isLast: true)
    #expect(whole.rows == [["a", "b"], ["x\"y", nil], [nil, ""], ["é\n", "z"]])
    for cut in 0...file.count {
      let head = ResultRows(Array(file[..<cut]), .csv(columns: 2), limit: 10, isLast: false)
      let tail = ResultRows(Array(file[head.consumed...]), .csv(columns: 2), limit: 10, isLast: true)
      #expect(head.rows + tail.rows == whole.rows, "cut at \(cut)")
    }
  }

  @Test func aLoneNullIsAnEmptyLine() {
    let rows = ResultRows(Array("\"a\"\n\n\"1\"\n".utf8), .csv(columns: 1), limit: 10, isLast: true).rows
    #expect(rows == [["a"], [nil], ["1"]])
  }
}
