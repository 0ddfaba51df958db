import Support
import Testing

@Suite struct PutBucketInventoryConfigurationTests {
  @Test func refusesWhatS3Refuses() async throws {
    let house = try await s3House()
    let cases = [
      (
        #"<InventoryConfiguration><Id>b</Id><IsEnabled>true</IsEnabled><IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Size</Field></OptionalFields><Schedule><Frequency>Daily</Frequency></Schedule><Destination><S3BucketDestination><Bucket>arn:aws:s3:::reports</Bucket><Format>CSV</Format></S3BucketDestination></Destination></InventoryConfiguration>"#,
        "IdMismatch"
      ),
      (
        #"<InventoryConfiguration><Id>a</Id><IsEnabled>true</IsEnabled><IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Size</Field></OptionalFields><Schedule><Frequency>Daily</Frequency></Schedule><Destination><S3BucketDestination><Bucket>reports</Bucket><Format>CSV</Format></S3BucketDestination></Destination></InventoryConfiguration>"#,
        "InvalidS3DestinationBucket"
      ),
      (
        #"<InventoryConfiguration><Id>a</Id><IsEnabled>true</IsEnabled><IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Size</Field></OptionalFields><Schedule><Frequency>Daily</Frequency></Schedule><Destination><S3BucketDestination><Bucket>arn:aws:s3:::reports</Bucket><Format>XLS</Format></S3BucketDestination></Destination></InventoryConfiguration>"#,
        "MalformedXML"
      ),
      (
        #"<InventoryConfiguration><Id>a</Id><IsEnabled>true</IsEnabled><IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Size</Field></OptionalFields><Schedule><Frequency>Hourly</Frequency></Schedule><Destination><S3BucketDestination><Bucket>arn:aws:s3:::reports</Bucket><Format>CSV</Format></S3BucketDestination></Destination></InventoryConfiguration>"#,
        "MalformedXML"
      ),
      (
        #"<InventoryConfiguration><Id>a</Id><IsEnabled>true</IsEnabled><IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Weight</Field></OptionalFields><Schedule><Frequency>Daily</Frequency></Schedule><Destination><S3BucketDestination><Bucket>arn:aws:s3:::reports</Bucket><Format>CSV</Format></S3BucketDestination></Destination></InventoryConfiguration>"#,
        "MalformedXML"
      ),
    ]
    for (document, code) in cases {
      let answer = await house.configure("inventory&id=a", document)
      #expect(answer.text.contains("<Code>\(code)</Code>"), "\(document): \(answer)")
    }
  }
}
