import Support
import Testing

@Suite struct DeleteBucketOwnershipControlsTests {
  @Test func leavesNothing() async throws {
    let house = try await s3House()
    for _ in 0..<2 {
      let answer = await house.s3("DELETE", "/bucket?ownershipControls")
      #expect(answer.status == 204 && answer.text.isEmpty)
      let missing = await house.s3("GET", "/bucket?ownershipControls")
      #expect(missing.status == 404)
      #expect(
        missing.error == """
          <Code>OwnershipControlsNotFoundError</Code><Message>The bucket ownership controls were not found</Message>\
          <BucketName>bucket</BucketName>
          """)
    }
    #expect(await house.s3("DELETE", "/nowhere?ownershipControls").error == noSuchBucket("nowhere"))
  }

  /// Without controls the object's writer owns it, and ACLs count: what a bucket had before there were controls.
  @Test func aclsCountThen() async throws {
    let house = try await s3House()
    let open = [("x-amz-acl", "public-read")]
    #expect(await house.s3("PUT", "/bucket?acl", fields: open).code == "AccessControlListNotSupported")
    #expect(await house.s3("DELETE", "/bucket?ownershipControls").status == 204)
    #expect(await house.s3("PUT", "/bucket?acl", fields: open).status == 200)
  }
}
