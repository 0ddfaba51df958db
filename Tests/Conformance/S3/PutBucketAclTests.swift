import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct PutBucketAclTests {
  private func set(_ house: TestHouse, _ canned: String) async -> (status: Int, text: String) {
    await house.configure("acl", "", [("x-amz-acl", canned)])
  }

  @Test func whereACLsCount() async throws {
    let house = try await s3House(ownership: "ObjectWriter")
    #expect(await set(house, "public-read").status == 200)
    let shown = await house.configuration("acl").text
    #expect(shown.contains("<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI>"))
    #expect(shown.contains("<Permission>READ</Permission>") && shown.contains("<Permission>FULL_CONTROL</Permission>"))
    #expect(await set(house, "private").status == 200)
    #expect(!(await house.configuration("acl").text).contains("AllUsers"))
    #expect(await set(house, "nonsense").status == 400)
    #expect(await house.configure("acl", "").text.contains("<Code>MissingSecurityHeader</Code>"))
  }

  /// A bucket without ACLs refuses `private` as well.
  @Test func whereTheyDoNot() async throws {
    let house = try await s3House(ownership: "BucketOwnerEnforced")
    for canned in ["public-read", "private"] {
      let refused = await set(house, canned)
      #expect(refused.status == 400 && refused.text.contains("<Code>AccessControlListNotSupported</Code>"))
    }
    // The owner's own document changes nothing and is taken.
    let shown = await house.configuration("acl").text
    #expect(await house.configure("acl", shown).status == 200)
  }
}
