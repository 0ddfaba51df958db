import Support
import Testing

@Suite struct GetBucketIntelligentTieringConfigurationTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "intelligent-tiering&id=a",
        #"<IntelligentTieringConfiguration><Id>a</Id><Filter><Prefix>p</Prefix></Filter><Status>Enabled</Status><Tiering><Days>90</Days><AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering></IntelligentTieringConfiguration>"#
      ).status == 204)
    let kept = await house.configuration("intelligent-tiering&id=a")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<Id>a</Id>"#))
    #expect(kept.text.contains(#"<Days>90</Days>"#))
  }
}
