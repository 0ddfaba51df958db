import Support
import Testing

@Suite struct GetBucketInventoryConfigurationTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "inventory&id=a",
        #"<InventoryConfiguration><Id>a</Id><IsEnabled>true</IsEnabled><IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Size</Field></OptionalFields><Schedule><Frequency>Daily</Frequency></Schedule><Destination><S3BucketDestination><Bucket>arn:aws:s3:::reports</Bucket><Format>CSV</Format></S3BucketDestination></Destination></InventoryConfiguration>"#
      ).status == 204)
    let kept = await house.configuration("inventory&id=a")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<Id>a</Id>"#))
    #expect(kept.text.contains(#"<Field>Size</Field>"#))
  }
}
