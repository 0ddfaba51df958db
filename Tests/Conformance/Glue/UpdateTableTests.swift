import Protocols
import Support
import Testing

@testable import Glue

@Suite struct UpdateTableTests {
  @Test func countsVersions() async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    await house.given(
      "CreateTable",
      #"{"DatabaseName":"d","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/","Columns":[{"Name":"id","Type":"bigint"}]},"PartitionKeys":[{"Name":"k","Type":"string"}]}}"#
    )
    let answer2 = await house.wire(
      "UpdateTable",
      #"{"DatabaseName":"d","SkipArchive":true,"VersionId":"0","TableInput":{"Name":"t","Description":"x"}}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == "{}")
    let answer3 = await house.wire("GetTable", #"{"DatabaseName":"d","Name":"t"}"#)
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains(#""Description":"x""#), "\(answer3.text)")
    #expect(answer3.text.contains(#""VersionId":"1""#), "\(answer3.text)")
    #expect(!answer3.text.contains("s3://lake/t/"), "\(answer3.text)")
  }

  @Test(arguments: [
    (#"{"DatabaseName":"x","TableInput":{"Name":"t"}}"#, "EntityNotFoundException: Database x not found."),
    (#"{"DatabaseName":"d","TableInput":{"Name":"x"}}"#, "EntityNotFoundException: Table x not found."),
    (#"{"DatabaseName":"d"}"#, "InvalidInputException: TableInput is required."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    #expect(await house.wire("UpdateTable", request).refusal == words)
  }
}
