import Support
import Testing

@Suite struct ListBucketAnalyticsConfigurationsTests {
  @Test func pagesInTheOrderOfTheIDs() async throws {
    let house = try await s3House()
    for number in (0..<101).reversed() {
      let id = "id\(1000 + number)"
      #expect(
        await house.configure(
          "analytics&id=\(id)",
          #"<AnalyticsConfiguration><Id>@</Id><Filter><Prefix>p</Prefix></Filter><StorageClassAnalysis><DataExport><OutputSchemaVersion>V_1</OutputSchemaVersion><Destination><S3BucketDestination><Format>CSV</Format><Bucket>arn:aws:s3:::reports</Bucket></S3BucketDestination></Destination></DataExport></StorageClassAnalysis></AnalyticsConfiguration>"#
            .split(separator: "@", omittingEmptySubsequences: false)
            .joined(separator: id)
        ).status == 204)
    }
    let first = await house.configuration("analytics")
    #expect(first.text.contains("<ListBucketAnalyticsConfigurationResult"))
    #expect(first.text.contains("<Id>id1000</Id>") && first.text.contains("<Id>id1099</Id>"))
    #expect(!first.text.contains("<Id>id1100</Id>") && first.text.contains("<IsTruncated>true</IsTruncated>"))
    let token = first.text.split(separator: "NextContinuationToken>")[1].dropLast(2)
    let second = await house.configuration("analytics&continuation-token=\(token)")
    #expect(second.text.contains("<Id>id1100</Id>") && second.text.contains("<IsTruncated>false</IsTruncated>"))
  }
}
