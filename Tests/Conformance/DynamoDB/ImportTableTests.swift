import Protocols
import Testing

@testable import DynamoDB

extension TransferHouse {
  func importTable(_ format: String, _ name: String = "tab", _ more: String = "") async throws -> JSONValue {
    let asked = await house.call(
      "ImportTable",
      #"{"S3BucketSource":{"S3Bucket":"bucket","S3KeyPrefix":"in/"},"InputFormat":"\#(format)"\#(more),"#
        + #""TableCreationParameters":{"TableName":"\#(name)","BillingMode":"PAY_PER_REQUEST","#
        + #""KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],"#
        + #""AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}]}}"#)
    let arn = try #require(try JSONValue.parse(asked)["ImportTableDescription"]?["ImportArn"]?.string, "\(asked)")
    var last = JSONValue.null
    _ = try await house.until {
      last = try JSONValue.parse(await house.call("DescribeImport", #"{"ImportArn":"\#(arn)"}"#))
      return last["ImportTableDescription"]?["ImportStatus"]?.string != "IN_PROGRESS"
    }
    return last["ImportTableDescription"] ?? .null
  }
}

@Suite struct ImportTableTests {
  @Test func takesDynamoDBJSON() async throws {
    let here = try TransferHouse()
    var text = ""
    for number in 0..<250 { text += #"{"Item":{"p":{"S":"k\#(1000 + number)-"},"v":{"N":"\#(number)"}}}"# + "\n" }
    here.objects.set("in/one.json.gz", Deflater.compress(Array(text.utf8), .gzip))
    here.objects.set(
      "in/two.json.gz",
      Deflater.compress(
        Array((#"{"Item":{"v":{"N":"1"}}}"# + "\nnonsense\n" + #"{"Item":{"p":{"S":"z"}}}"#).utf8), .gzip))
    let done = try await here.importTable("DYNAMODB_JSON", "tab", #","InputCompressionType":"GZIP""#)
    #expect(done["ImportStatus"]?.string == "COMPLETED")
    #expect(done["ProcessedItemCount"]?.int == 253 && done["ImportedItemCount"]?.int == 251)
    #expect(done["ErrorCount"]?.int == 2)
    #expect(try await here.house.isActive("tab"))
    #expect(try await here.house.contents(of: "tab").count == 251)
  }

  @Test func takesCSV() async throws {
    let here = try TransferHouse()
    here.objects.set("in/a.csv", Array("p,v\r\na,1\r\n\"b,\"\"c\"\"\",2\r\n".utf8))
    #expect(try await here.importTable("CSV")["ImportedItemCount"]?.int == 2)
    #expect(
      await here.house.call("GetItem", #"{"TableName":"tab","Key":{"p":{"S":"b,\"c\""}}}"#)
        == #"{"Item":{"p":{"S":"b,\"c\""},"v":{"S":"2"}}}"#)
    here.objects.set("in/a.csv", Array("x;1\ny;2".utf8))
    let other = try await here.importTable(
      "CSV", "other", #","InputFormatOptions":{"Csv":{"Delimiter":";","HeaderList":["p","v"]}}"#)
    #expect(other["ImportedItemCount"]?.int == 2)
  }

  @Test func failsWithoutObjects() async throws {
    let here = try TransferHouse()
    let failed = try await here.importTable("CSV")
    #expect(failed["ImportStatus"]?.string == "FAILED" && failed["FailureCode"]?.string == "S3NoSuchKey")
  }

  @Test func refusesFormatsByName() async throws {
    let here = try TransferHouse()
    let refused = await here.house.error(
      "ImportTable",
      #"{"S3BucketSource":{"S3Bucket":"bucket"},"InputFormat":"ION","TableCreationParameters":{"TableName":"tab","#
        + #""KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],"#
        + #""AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}]}}"#)
    #expect(refused.contains("InputFormat") && refused.contains("not emulated"))
  }
}
