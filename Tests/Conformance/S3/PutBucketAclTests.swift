import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct PutBucketAclTests {
  private func house(_ ownership: String) async throws -> TestHouse {
    let house = try await s3House()
    let document =
      "<OwnershipControls><Rule><ObjectOwnership>\(ownership)</ObjectOwnership></Rule></OwnershipControls>"
    #expect(await house.configure("ownershipControls", document).status == 200)
    return house
  }

  private func set(_ house: TestHouse, _ canned: String) async -> (status: Int, text: String) {
    await house.configure("acl", "", [("x-amz-acl", canned)])
  }

  @Test func whereACLsCount() async throws {
    let house = try await house("ObjectWriter")
    #expect(await set(house, "public-read").status == 200)
    let shown = await house.configuration("acl").text
    #expect(shown.contains("<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI>"))
    #expect(shown.contains("<Permission>READ</Permission>") && shown.contains("<Permission>FULL_CONTROL</Permission>"))
    // With an ACL for others there is no going to the owner alone.
    let enforced =
      "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>"
    #expect(
      await house.configure("ownershipControls", enforced).text.contains("InvalidBucketAclWithObjectOwnership"))
    #expect(await set(house, "private").status == 200)
    #expect(await house.configure("ownershipControls", enforced).status == 200)
    #expect(await set(house, "nonsense").status == 400)
    #expect(await house.configure("acl", "").text.contains("<Code>MissingSecurityHeader</Code>"))
  }

  /// A bucket without ACLs refuses `private` as well.
  @Test func whereTheyDoNot() async throws {
    let house = try await house("BucketOwnerEnforced")
    for canned in ["public-read", "private"] {
      let refused = await set(house, canned)
      #expect(refused.status == 400 && refused.text.contains("<Code>AccessControlListNotSupported</Code>"))
    }
    try await house.put("k")
    let object = await house.send("PUT", "/bucket/k", query: "acl", fields: [("x-amz-acl", "private")])
    #expect(String(decoding: object.body, as: UTF8.self).contains("<Code>AccessControlListNotSupported</Code>"))
    let full = await house.send(
      "PUT", "/bucket/k", query: "acl", fields: [("x-amz-acl", "bucket-owner-full-control")])
    #expect(full.status == 200)
    // The owner's own document changes nothing and is taken.
    let shown = await house.configuration("acl").text
    #expect(await house.configure("acl", shown).status == 200)
  }
}
