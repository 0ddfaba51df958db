import Support
import Testing

@Suite struct GetBucketOwnershipControlsTests {
  /// A new bucket has them: BucketOwnerEnforced, as since April 2023.
  @Test func tellsWhoOwns() async throws {
    let house = try await s3House()
    for ownership in ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"] {
      let document = """
        <OwnershipControls><Rule><ObjectOwnership>\(ownership)</ObjectOwnership></Rule></OwnershipControls>
        """
      if ownership != "BucketOwnerEnforced" {
        #expect(await house.s3("PUT", "/bucket?ownershipControls", document).status == 200)
      }
      let answer = await house.s3("GET", "/bucket?ownershipControls")
      #expect(answer.status == 200 && answer.document == document)
    }
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    #expect(await house.s3("GET", "/nowhere?ownershipControls").error == noSuchBucket("nowhere"))
    let other = [("x-amz-expected-bucket-owner", "111111111111")]
    #expect(await house.s3("GET", "/bucket?ownershipControls", fields: other).code == "AccessDenied")
  }
}
