import Support
import Testing

@Suite struct DeleteBucketAnalyticsConfigurationTests {
  @Test func leavesNothing() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "analytics&id=a",
        #"<AnalyticsConfiguration><Id>a</Id><Filter><Prefix>p</Prefix></Filter><StorageClassAnalysis><DataExport><OutputSchemaVersion>V_1</OutputSchemaVersion><Destination><S3BucketDestination><Format>CSV</Format><Bucket>arn:aws:s3:::reports</Bucket></S3BucketDestination></Destination></DataExport></StorageClassAnalysis></AnalyticsConfiguration>"#
      ).status == 204)
    #expect(await house.send("DELETE", "/bucket", query: "analytics&id=a").status == 204)
    #expect(await house.configuration("analytics&id=a").text.contains("<Code>NoSuchConfiguration</Code>"))
    #expect(await house.send("DELETE", "/bucket", query: "analytics&id=a").status == 404)
    #expect(await house.send("DELETE", "/nowhere", query: "analytics&id=a").status == 404)
  }
}
