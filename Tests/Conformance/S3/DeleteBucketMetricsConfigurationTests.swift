import Support
import Testing

@Suite struct DeleteBucketMetricsConfigurationTests {
  @Test func leavesNothing() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "metrics&id=a", #"<MetricsConfiguration><Id>a</Id><Filter><Prefix>p</Prefix></Filter></MetricsConfiguration>"#
      ).status == 204)
    #expect(await house.send("DELETE", "/bucket", query: "metrics&id=a").status == 204)
    #expect(await house.configuration("metrics&id=a").text.contains("<Code>NoSuchConfiguration</Code>"))
    #expect(await house.send("DELETE", "/bucket", query: "metrics&id=a").status == 404)
    #expect(await house.send("DELETE", "/nowhere", query: "metrics&id=a").status == 404)
  }
}
