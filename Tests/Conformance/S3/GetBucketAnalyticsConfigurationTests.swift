import Support
import Testing

@Suite struct GetBucketAnalyticsConfigurationTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "analytics&id=a",
        #"<AnalyticsConfiguration><Id>a</Id><Filter><Prefix>p</Prefix></Filter><StorageClassAnalysis><DataExport><OutputSchemaVersion>V_1</OutputSchemaVersion><Destination><S3BucketDestination><Format>CSV</Format><Bucket>arn:aws:s3:::reports</Bucket></S3BucketDestination></Destination></DataExport></StorageClassAnalysis></AnalyticsConfiguration>"#
      ).status == 204)
    let kept = await house.configuration("analytics&id=a")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<Id>a</Id>"#))
    #expect(kept.text.contains(#"<OutputSchemaVersion>V_1</OutputSchemaVersion>"#))
  }
}
