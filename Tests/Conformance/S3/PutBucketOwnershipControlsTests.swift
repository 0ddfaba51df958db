import Support
import Testing

@Suite struct PutBucketOwnershipControlsTests {
  private func document(_ ownership: String) -> String {
    "<OwnershipControls><Rule><ObjectOwnership>\(ownership)</ObjectOwnership></Rule></OwnershipControls>"
  }

  @Test func answersNothing() async throws {
    let house = try await s3House()
    let answer = await house.s3("PUT", "/bucket?ownershipControls", document("BucketOwnerPreferred"))
    #expect(answer.status == 200 && answer.text.isEmpty)
    #expect(await house.s3("GET", "/bucket?ownershipControls").element("ObjectOwnership") == "BucketOwnerPreferred")
  }

  /// With an ACL for others there is no going to the owner alone.
  @Test func anACLStandsInTheWay() async throws {
    let house = try await s3House(ownership: "ObjectWriter")
    #expect(await house.s3("PUT", "/bucket?acl", fields: [("x-amz-acl", "public-read")]).status == 200)
    let refused = await house.s3("PUT", "/bucket?ownershipControls", document("BucketOwnerEnforced"))
    #expect(refused.status == 400 && refused.code == "InvalidBucketAclWithObjectOwnership")
    #expect(await house.s3("PUT", "/bucket?acl", fields: [("x-amz-acl", "private")]).status == 200)
    #expect(await house.s3("PUT", "/bucket?ownershipControls", document("BucketOwnerEnforced")).status == 200)
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    let rule = "<Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule>"
    for document in [
      "", "<OwnershipControls></OwnershipControls>", "<OwnershipControls>\(rule)\(rule)</OwnershipControls>",
      document("Nobody"),
    ] {
      let answer = await house.s3("PUT", "/bucket?ownershipControls", document)
      #expect(answer.status == 400 && answer.code == "MalformedXML", "\(document)")
    }
    #expect(
      await house.s3("PUT", "/nowhere?ownershipControls", document("ObjectWriter")).error == noSuchBucket("nowhere"))
  }
}
