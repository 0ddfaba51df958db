import Support
import Testing

@Suite struct GetBucketMetricsConfigurationTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "metrics&id=a", #"<MetricsConfiguration><Id>a</Id><Filter><Prefix>p</Prefix></Filter></MetricsConfiguration>"#
      ).status == 204)
    let kept = await house.configuration("metrics&id=a")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<Id>a</Id>"#))
    #expect(kept.text.contains(#"<Prefix>p</Prefix>"#))
  }
}
