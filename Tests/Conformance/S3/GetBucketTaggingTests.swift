import Support
import Testing

@Suite struct GetBucketTaggingTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "tagging",
        #"<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value></Value></Tag></TagSet></Tagging>"#
      ).status == 204)
    let kept = await house.configuration("tagging")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<Tagging xmlns="#))
    #expect(kept.text.contains(#"<Tag><Key>a</Key><Value>1</Value></Tag>"#))
    #expect(kept.text.contains(#"<Key>b</Key>"#))
  }
}
