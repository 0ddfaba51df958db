import Protocols
import Support
import Testing

@testable import S3

@Suite struct GetBucketAclTests {
  /// "If your bucket uses the bucket owner enforced setting … requests to read ACLs are still supported and return the
  /// bucket-owner-full-control ACL".
  @Test func theOwnerHasAll() async throws {
    let house = try await s3House()
    let answer = await house.s3("GET", "/bucket?acl")
    #expect(answer.status == 200)
    #expect(
      answer.document == """
        <AccessControlPolicy><Owner><ID>\(ownerID)</ID></Owner><AccessControlList>\
        \(grantToUser(ownerID, "FULL_CONTROL"))</AccessControlList></AccessControlPolicy>
        """)
  }

  @Test func showsGroupsByTheirAddress() async throws {
    let house = try await s3House(ownership: "ObjectWriter")
    let fields = [
      ("x-amz-grant-read", "uri=\"\(AccessControlList.everyone)\""), ("x-amz-grant-write-acp", "id=\(ownerID)"),
    ]
    #expect(await house.s3("PUT", "/bucket?acl", fields: fields).status == 200)
    let answer = await house.s3("GET", "/bucket?acl")
    #expect(
      answer.element("AccessControlList")
        == grantToGroup(AccessControlList.everyone, "READ") + grantToUser(ownerID, "WRITE_ACP"))
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    #expect(await house.s3("GET", "/nowhere?acl").error == noSuchBucket("nowhere"))
    let other = [("x-amz-expected-bucket-owner", "111111111111")]
    #expect(await house.s3("GET", "/bucket?acl", fields: other).code == "AccessDenied")
  }
}
