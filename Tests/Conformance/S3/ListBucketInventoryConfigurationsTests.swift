import Support
import Testing

@Suite struct ListBucketInventoryConfigurationsTests {
  @Test func pagesInTheOrderOfTheIDs() async throws {
    let house = try await s3House()
    for number in (0..<101).reversed() {
      let id = "id\(1000 + number)"
      #expect(
        await house.configure(
          "inventory&id=\(id)",
          #"<InventoryConfiguration><Id>@</Id><IsEnabled>true</IsEnabled><IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Size</Field></OptionalFields><Schedule><Frequency>Daily</Frequency></Schedule><Destination><S3BucketDestination><Bucket>arn:aws:s3:::reports</Bucket><Format>CSV</Format></S3BucketDestination></Destination></InventoryConfiguration>"#
            .split(separator: "@", omittingEmptySubsequences: false)
            .joined(separator: id)
        ).status == 204)
    }
    let first = await house.configuration("inventory")
    #expect(first.text.contains("<ListInventoryConfigurationsResult"))
    #expect(first.text.contains("<Id>id1000</Id>") && first.text.contains("<Id>id1099</Id>"))
    #expect(!first.text.contains("<Id>id1100</Id>") && first.text.contains("<IsTruncated>true</IsTruncated>"))
    let token = first.text.split(separator: "NextContinuationToken>")[1].dropLast(2)
    let second = await house.configuration("inventory&continuation-token=\(token)")
    #expect(second.text.contains("<Id>id1100</Id>") && second.text.contains("<IsTruncated>false</IsTruncated>"))
  }
}
