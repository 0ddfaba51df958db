import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import DynamoDB

@Suite struct ListExportsTests {
  @Test func pagesYoungestFirst() async throws {
    let here = try TransferHouse()
    await here.house.table()
    _ = await here.house.recover()
    var arns: [String] = []
    for _ in 0..<3 { arns.append(try await here.export()["ExportArn"]?.string ?? "") }
    let first = try JSONValue.parse(await here.house.call("ListExports", #"{"MaxResults":2}"#))
    #expect(first["ExportSummaries"]?.array?.compactMap { $0["ExportArn"]?.string } == [arns[2], arns[1]])
    let token = try #require(first["NextToken"]?.string)
    let rest = try JSONValue.parse(await here.house.call("ListExports", #"{"NextToken":"\#(token)"}"#))
    #expect(rest["ExportSummaries"]?.array?.count == 1 && rest["NextToken"] == nil)
  }
}
