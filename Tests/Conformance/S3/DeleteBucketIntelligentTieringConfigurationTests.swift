import Support
import Testing

@Suite struct DeleteBucketIntelligentTieringConfigurationTests {
  @Test func leavesNothing() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "intelligent-tiering&id=a",
        #"<IntelligentTieringConfiguration><Id>a</Id><Filter><Prefix>p</Prefix></Filter><Status>Enabled</Status><Tiering><Days>90</Days><AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering></IntelligentTieringConfiguration>"#
      ).status == 204)
    #expect(await house.send("DELETE", "/bucket", query: "intelligent-tiering&id=a").status == 204)
    #expect(await house.configuration("intelligent-tiering&id=a").text.contains("<Code>NoSuchConfiguration</Code>"))
    #expect(await house.send("DELETE", "/bucket", query: "intelligent-tiering&id=a").status == 404)
    #expect(await house.send("DELETE", "/nowhere", query: "intelligent-tiering&id=a").status == 404)
  }
}
