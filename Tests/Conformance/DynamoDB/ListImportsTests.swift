import Protocols
import Testing

@testable import DynamoDB

@Suite struct ListImportsTests {
  @Test func pages() async throws {
    let here = try TransferHouse()
    here.objects.set("in/a.csv", Array("p\na\n".utf8))
    for name in ["one", "two"] { _ = try await here.importTable("CSV", name) }
    let first = try JSONValue.parse(await here.house.call("ListImports", #"{"PageSize":1}"#))
    #expect(first["ImportSummaryList"]?.array?.first?["TableArn"]?.string?.hasSuffix("table/two") ?? false)
    let token = try #require(first["NextToken"]?.string)
    let rest = try JSONValue.parse(await here.house.call("ListImports", #"{"NextToken":"\#(token)"}"#))
    #expect(rest["ImportSummaryList"]?.array?.count == 1)
  }
}
