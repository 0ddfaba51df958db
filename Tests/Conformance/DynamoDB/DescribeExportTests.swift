import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import DynamoDB

@Suite struct DescribeExportTests {
  @Test func refuses() async throws {
    let here = try TransferHouse()
    let none = "arn:aws:dynamodb:us-east-1:000000000000:table/tab/export/01-00000000"
    #expect(
      await here.house.error("DescribeExport", #"{"ExportArn":"\#(none)"}"#)
        == "ExportNotFoundException: Export not found: \(none)")
  }
}
