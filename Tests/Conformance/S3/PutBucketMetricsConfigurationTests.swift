import Support
import Testing

@Suite struct PutBucketMetricsConfigurationTests {
  @Test func refusesWhatS3Refuses() async throws {
    let house = try await s3House()
    let cases = [
      (#"<MetricsConfiguration><Id>b</Id><Filter><Prefix>p</Prefix></Filter></MetricsConfiguration>"#, "IdMismatch"),
      (#"<MetricsConfiguration/>"#, "MalformedXML"),
    ]
    for (document, code) in cases {
      let answer = await house.configure("metrics&id=a", document)
      #expect(answer.text.contains("<Code>\(code)</Code>"), "\(document): \(answer)")
    }
  }
}
