import Support
import Testing

@Suite struct ListBucketIntelligentTieringConfigurationsTests {
  @Test func pagesInTheOrderOfTheIDs() async throws {
    let house = try await s3House()
    for number in (0..<101).reversed() {
      let id = "id\(1000 + number)"
      #expect(
        await house.configure(
          "intelligent-tiering&id=\(id)",
          #"<IntelligentTieringConfiguration><Id>@</Id><Filter><Prefix>p</Prefix></Filter><Status>Enabled</Status><Tiering><Days>90</Days><AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering></IntelligentTieringConfiguration>"#
            .split(separator: "@", omittingEmptySubsequences: false)
            .joined(separator: id)
        ).status == 204)
    }
    let first = await house.configuration("intelligent-tiering")
    #expect(first.text.contains("<ListBucketIntelligentTieringConfigurationsOutput"))
    #expect(first.text.contains("<Id>id1000</Id>") && first.text.contains("<Id>id1099</Id>"))
    #expect(!first.text.contains("<Id>id1100</Id>") && first.text.contains("<IsTruncated>true</IsTruncated>"))
    let token = first.text.split(separator: "NextContinuationToken>")[1].dropLast(2)
    let second = await house.configuration("intelligent-tiering&continuation-token=\(token)")
    #expect(second.text.contains("<Id>id1100</Id>") && second.text.contains("<IsTruncated>false</IsTruncated>"))
  }
}
