import Support
import Testing

@Suite struct PutBucketIntelligentTieringConfigurationTests {
  @Test func refusesWhatS3Refuses() async throws {
    let house = try await s3House()
    let cases = [
      (
        #"<IntelligentTieringConfiguration><Id>b</Id><Filter><Prefix>p</Prefix></Filter><Status>Enabled</Status><Tiering><Days>90</Days><AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering></IntelligentTieringConfiguration>"#,
        "IdMismatch"
      ),
      (
        #"<IntelligentTieringConfiguration><Id>a</Id><Filter><Prefix>p</Prefix></Filter><Status>Enabled</Status><Tiering><Days>30</Days><AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering></IntelligentTieringConfiguration>"#,
        "InvalidArgument"
      ),
    ]
    for (document, code) in cases {
      let answer = await house.configure("intelligent-tiering&id=a", document)
      #expect(answer.text.contains("<Code>\(code)</Code>"), "\(document): \(answer)")
    }
  }
}
