import Support
import Testing

@Suite struct DeleteBucketTaggingTests {
  @Test func leavesNothing() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "tagging",
        #"<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value></Value></Tag></TagSet></Tagging>"#
      ).status == 204)
    #expect(await house.send("DELETE", "/bucket", query: "tagging").status == 204)
    #expect(await house.configuration("tagging").text.contains("<Code>NoSuchTagSet</Code>"))
    #expect(await house.send("DELETE", "/bucket", query: "tagging").status == 204)
    #expect(await house.send("DELETE", "/nowhere", query: "tagging").status == 404)
  }
}
