import Support
import Testing

@Suite struct DeleteBucketInventoryConfigurationTests {
  @Test func leavesNothing() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "inventory&id=a",
        #"<InventoryConfiguration><Id>a</Id><IsEnabled>true</IsEnabled><IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Size</Field></OptionalFields><Schedule><Frequency>Daily</Frequency></Schedule><Destination><S3BucketDestination><Bucket>arn:aws:s3:::reports</Bucket><Format>CSV</Format></S3BucketDestination></Destination></InventoryConfiguration>"#
      ).status == 204)
    #expect(await house.send("DELETE", "/bucket", query: "inventory&id=a").status == 204)
    #expect(await house.configuration("inventory&id=a").text.contains("<Code>NoSuchConfiguration</Code>"))
    #expect(await house.send("DELETE", "/bucket", query: "inventory&id=a").status == 404)
    #expect(await house.send("DELETE", "/nowhere", query: "inventory&id=a").status == 404)
  }
}
