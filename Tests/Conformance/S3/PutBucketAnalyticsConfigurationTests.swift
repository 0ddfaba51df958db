import Support
import Testing

@Suite struct PutBucketAnalyticsConfigurationTests {
  @Test func refusesWhatS3Refuses() async throws {
    let house = try await s3House()
    let cases = [
      (
        #"<AnalyticsConfiguration><Id>b</Id><Filter><Prefix>p</Prefix></Filter><StorageClassAnalysis><DataExport><OutputSchemaVersion>V_1</OutputSchemaVersion><Destination><S3BucketDestination><Format>CSV</Format><Bucket>arn:aws:s3:::reports</Bucket></S3BucketDestination></Destination></DataExport></StorageClassAnalysis></AnalyticsConfiguration>"#,
        "IdMismatch"
      ),
      (#"<AnalyticsConfiguration><Id>a</Id></AnalyticsConfiguration>"#, "MalformedXML"),
    ]
    for (document, code) in cases {
      let answer = await house.configure("analytics&id=a", document)
      #expect(answer.text.contains("<Code>\(code)</Code>"), "\(document): \(answer)")
    }
  }
}
