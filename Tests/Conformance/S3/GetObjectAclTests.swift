import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct GetObjectAclTests {
  @Test func theOwnerHasAll() async throws {
    let house = try await s3House()
    try await house.put("k")
    let answer = await house.s3("GET", "/bucket/k?acl")
    #expect(answer.status == 200)
    #expect(
      answer.document == """
        <AccessControlPolicy><Owner><ID>\(ownerID)</ID></Owner><AccessControlList>\
        \(grantToUser(ownerID, "FULL_CONTROL"))</AccessControlList></AccessControlPolicy>
        """)
  }

  /// Who writes an object owns it, where the bucket says so.
  @Test func anObjectHasAnOwnerOfItsOwn() async throws {
    let house = try await s3House(ownership: "ObjectWriter")
    let writer = "111111111111"
    _ = try await house.call(PutObject.self, account: writer) {
      $0[PutObject.Input.bucket] = "bucket"
      $0[PutObject.Input.key] = "k"
      $0[PutObject.Input.grants.canned] = "bucket-owner-read"
    }
    let answer = await house.s3("GET", "/bucket/k?acl")
    #expect(answer.element("Owner") == "<ID>\(CanonicalUser.id(of: writer))</ID>")
    #expect(
      answer.element("AccessControlList")
        == grantToUser(ownerID, "READ") + grantToUser(CanonicalUser.id(of: writer), "FULL_CONTROL"))
  }

  @Test func eachVersionHasItsOwn() async throws {
    let house = try await s3House(ownership: "ObjectWriter")
    try await house.setVersioning("Enabled")
    let first = try #require(try await house.putVersion("k", []))
    _ = try await house.putVersion("k", [])
    let open = await house.s3("PUT", "/bucket/k?acl&versionId=\(first)", fields: [("x-amz-acl", "public-read")])
    #expect(open.status == 200)
    #expect(await house.s3("GET", "/bucket/k?acl&versionId=\(first)").text.contains("AllUsers"))
    #expect(await house.s3("GET", "/bucket/k?acl").text.contains("AllUsers") == false)
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    #expect(await house.s3("GET", "/bucket/none?acl").error == noSuchKey("none"))
    #expect(await house.s3("GET", "/nowhere/k?acl").error == noSuchBucket("nowhere"))
  }
}
