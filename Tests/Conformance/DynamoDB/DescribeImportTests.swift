import Protocols
import Testing

@testable import DynamoDB

@Suite struct DescribeImportTests {
  @Test func refuses() async throws {
    let here = try TransferHouse()
    let none = "arn:aws:dynamodb:us-east-1:000000000000:table/tab/import/01-00000000"
    #expect(
      await here.house.error("DescribeImport", #"{"ImportArn":"\#(none)"}"#)
        == "ImportNotFoundException: Import not found: \(none)")
  }
}
