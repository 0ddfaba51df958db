import Support
import Testing

@Suite struct DeleteBucketWebsiteTests {
  @Test func leavesNothing() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "website",
        #"<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>error.html</Key></ErrorDocument><RoutingRules><RoutingRule><Condition><KeyPrefixEquals>a/</KeyPrefixEquals></Condition><Redirect><ReplaceKeyPrefixWith>b/</ReplaceKeyPrefixWith></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>"#
      ).status == 200)
    #expect(await house.send("DELETE", "/bucket", query: "website").status == 204)
    #expect(await house.configuration("website").text.contains("<Code>NoSuchWebsiteConfiguration</Code>"))
    #expect(await house.send("DELETE", "/bucket", query: "website").status == 204)
    #expect(await house.send("DELETE", "/nowhere", query: "website").status == 404)
  }
}
