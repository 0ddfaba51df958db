import Protocols
import Support
import Testing

@testable import S3

@Suite struct PutObjectAclTests {
  private static func document(_ owner: String, _ grants: String) -> String {
    """
    <AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>\(owner)</ID></Owner>\
    <AccessControlList>\(grants)</AccessControlList></AccessControlPolicy>
    """
  }

  private func grants(_ house: TestHouse) async -> String {
    await house.s3("GET", "/bucket/k?acl").element("AccessControlList") ?? ""
  }

  /// A canned list, header fields, or a document: one of the three.
  @Test func threeWaysToSayIt() async throws {
    let house = try await s3House(ownership: "ObjectWriter")
    try await house.put("k")
    let all = grantToUser(ownerID, "FULL_CONTROL")
    let canned = await house.s3("PUT", "/bucket/k?acl", fields: [("x-amz-acl", "authenticated-read")])
    #expect(canned.status == 200 && canned.text.isEmpty)
    #expect(await grants(house) == grantToGroup(AccessControlList.authenticated, "READ") + all)
    let other = CanonicalUser.id(of: "111111111111")
    let fields = [
      ("x-amz-grant-read", "id=\"\(other)\", id=\"\(ownerID)\""), ("x-amz-grant-full-control", "id=\(ownerID)"),
    ]
    #expect(await house.s3("PUT", "/bucket/k?acl", fields: fields).status == 200)
    #expect(await grants(house) == all + grantToUser(other, "READ") + grantToUser(ownerID, "READ"))
    let text = grantToGroup(AccessControlList.everyone, "READ_ACP")
    #expect(await house.s3("PUT", "/bucket/k?acl", Self.document(ownerID, text)).status == 200)
    #expect(await grants(house) == text)
  }

  @Test func oneWayAtATime() async throws {
    let house = try await s3House(ownership: "ObjectWriter")
    try await house.put("k")
    let none = await house.s3("PUT", "/bucket/k?acl")
    #expect(
      none.error == """
        <Code>MissingSecurityHeader</Code><Message>Your request was missing a required header</Message>\
        <MissingHeaderName>x-amz-acl</MissingHeaderName>
        """)
    let fields = [("x-amz-acl", "private"), ("x-amz-grant-read", "id=\(ownerID)")]
    #expect(
      await house.s3("PUT", "/bucket/k?acl", fields: fields).error == """
        <Code>InvalidRequest</Code><Message>Specifying both Canned ACLs and Header Grants is not allowed</Message>
        """)
    let document = Self.document(ownerID, grantToUser(ownerID, "FULL_CONTROL"))
    let both = await house.s3("PUT", "/bucket/k?acl", document, fields: [("x-amz-acl", "private")])
    #expect(both.code == "UnexpectedContent")
  }

  @Test func refusesWhoAndWhatItDoesNotKnow() async throws {
    let house = try await s3House(ownership: "ObjectWriter")
    try await house.put("k")
    func refusal(_ field: String, _ value: String) async -> S3Answer {
      await house.s3("PUT", "/bucket/k?acl", fields: [(field, value)])
    }
    #expect(await refusal("x-amz-acl", "everyone").status == 400)
    let user = await refusal("x-amz-grant-read", "id=me")
    #expect(
      user.error == """
        <Code>InvalidArgument</Code><Message>Invalid id</Message><ArgumentName>id</ArgumentName>\
        <ArgumentValue>me</ArgumentValue>
        """)
    #expect(await refusal("x-amz-grant-read", "uri=http://example.com/").element("Message") == "Invalid group uri")
    #expect(await refusal("x-amz-grant-read", "me").element("Message") == "Argument format not recognized")
    #expect(
      await refusal("x-amz-grant-read", "emailAddress=a@example.com").error == """
        <Code>UnresolvableGrantByEmailAddress</Code><Message>The e-mail address you provided does not match any account on \
        record.</Message><Email>a@example.com</Email>
        """)
    let noOwner = "<AccessControlPolicy><AccessControlList/></AccessControlPolicy>"
    #expect(await house.s3("PUT", "/bucket/k?acl", noOwner).code == "MalformedACLError")
    let permission = Self.document(ownerID, grantToUser(ownerID, "EVERYTHING"))
    #expect(await house.s3("PUT", "/bucket/k?acl", permission).code == "MalformedXML")
    // The owner cannot be given away.
    let stranger = Self.document(CanonicalUser.id(of: "111111111111"), grantToUser(ownerID, "FULL_CONTROL"))
    #expect(await house.s3("PUT", "/bucket/k?acl", stranger).code == "AccessDenied")
    let many = Self.document(ownerID, String(repeating: grantToUser(ownerID, "READ"), count: 101))
    #expect(await house.s3("PUT", "/bucket/k?acl", many).code == "MalformedACLError")
    #expect(await house.s3("PUT", "/bucket/none?acl", fields: [("x-amz-acl", "private")]).error == noSuchKey("none"))
  }

  /// "If your bucket uses the bucket owner enforced setting, ACLs are disabled"; the owner's own may be said.
  @Test func whereACLsDoNotCount() async throws {
    let house = try await s3House()
    try await house.put("k")
    for canned in ["private", "public-read"] {
      let refused = await house.s3("PUT", "/bucket/k?acl", fields: [("x-amz-acl", canned)])
      #expect(refused.status == 400)
      #expect(
        refused.error == """
          <Code>AccessControlListNotSupported</Code><Message>The bucket does not allow ACLs</Message>
          """)
    }
    let full = [("x-amz-acl", "bucket-owner-full-control")]
    #expect(await house.s3("PUT", "/bucket/k?acl", fields: full).status == 200)
    let shown = await house.s3("GET", "/bucket/k?acl").text
    #expect(await house.s3("PUT", "/bucket/k?acl", shown).status == 200)
  }
}
