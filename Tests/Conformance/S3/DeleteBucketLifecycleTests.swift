import Support
import Testing

@Suite struct DeleteBucketLifecycleTests {
  @Test func leavesNothing() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "lifecycle",
        #"<LifecycleConfiguration><Rule><ID>a</ID><Filter><And><Prefix>p/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag><ObjectSizeGreaterThan>5</ObjectSizeGreaterThan></And></Filter><Status>Enabled</Status><Expiration><Days>7</Days></Expiration></Rule></LifecycleConfiguration>"#
      ).status == 200)
    #expect(await house.send("DELETE", "/bucket", query: "lifecycle").status == 204)
    #expect(await house.configuration("lifecycle").text.contains("<Code>NoSuchLifecycleConfiguration</Code>"))
    #expect(await house.send("DELETE", "/bucket", query: "lifecycle").status == 204)
    #expect(await house.send("DELETE", "/nowhere", query: "lifecycle").status == 404)
  }
}
