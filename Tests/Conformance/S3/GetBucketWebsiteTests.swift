import Support
import Testing

@Suite struct GetBucketWebsiteTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "website",
        #"<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>error.html</Key></ErrorDocument><RoutingRules><RoutingRule><Condition><KeyPrefixEquals>a/</KeyPrefixEquals></Condition><Redirect><ReplaceKeyPrefixWith>b/</ReplaceKeyPrefixWith></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>"#
      ).status == 200)
    let kept = await house.configuration("website")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<WebsiteConfiguration xmlns="#))
    #expect(kept.text.contains(#"<Suffix>index.html</Suffix>"#))
    #expect(kept.text.contains(#"<Key>error.html</Key>"#))
    #expect(kept.text.contains(#"<RoutingRules><RoutingRule>"#))
    #expect(kept.text.contains(#"<ReplaceKeyPrefixWith>b/</ReplaceKeyPrefixWith>"#))
  }
}
