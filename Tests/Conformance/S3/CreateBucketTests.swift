import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct CreateBucketTests {
  @Test func answersWhereTheBucketIs() async throws {
    let house = try await s3House()
    let near = await house.s3("PUT", "/near")
    #expect(near.status == 200 && near.text.isEmpty)
    #expect(near.fields["Location"] == "/near")
    #expect(near.fields["x-amz-bucket-arn"] == "arn:aws:s3:::near")
    let far = await house.s3("PUT", "/far-away", constraint("eu-central-1"), region: "eu-central-1")
    #expect(far.status == 200 && far.text.isEmpty)
    #expect(far.fields["Location"] == "http://far-away.s3.amazonaws.com/")
    #expect(await house.s3("HEAD", "/far-away").fields["x-amz-bucket-region"] == "eu-central-1")
  }

  private func constraint(_ region: String) -> String {
    """
    <CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>\(region)\
    </LocationConstraint></CreateBucketConfiguration>
    """
  }

  /// us-east-1 takes a constraint of any region; every other region only its own, which must be said.
  @Test func theConstraintAndTheRegionAgree() async throws {
    let house = try await s3House()
    let unsaid = await house.s3("PUT", "/there", region: "eu-west-1")
    #expect(unsaid.status == 400)
    #expect(
      unsaid.error == """
        <Code>IllegalLocationConstraintException</Code><Message>The unspecified location constraint is incompatible for \
        the region specific endpoint this request was sent to.</Message><LocationConstraint>unspecified</LocationConstraint>
        """)
    let other = await house.s3("PUT", "/there", constraint("us-west-2"), region: "eu-west-1")
    #expect(other.code == "IllegalLocationConstraintException")
    #expect(other.element("LocationConstraint") == "us-west-2")
    let unknown = await house.s3("PUT", "/there", constraint("mars"), region: "eu-west-1")
    #expect(
      unknown.error == """
        <Code>InvalidLocationConstraint</Code><Message>The specified location-constraint is not valid</Message>\
        <LocationConstraint>mars</LocationConstraint>
        """)
    #expect(await house.s3("PUT", "/from-home", constraint("us-west-2")).status == 200)
    #expect(await house.s3("HEAD", "/from-home").fields["x-amz-bucket-region"] == "us-west-2")
    // `EU` is the old name of eu-west-1.
    #expect(await house.s3("PUT", "/old-name", constraint("EU"), region: "eu-west-1").status == 200)
    #expect(await house.s3("HEAD", "/old-name").fields["x-amz-bucket-region"] == "eu-west-1")
  }

  /// Names are shared by all accounts; only us-east-1 takes one that is the caller's already as done.
  @Test func aNameIsTakenOnce() async throws {
    let house = try await s3House()
    #expect(await house.s3("PUT", "/bucket").status == 200)
    #expect(await house.s3("PUT", "/far-away", constraint("eu-west-1"), region: "eu-west-1").status == 200)
    let again = await house.s3("PUT", "/far-away", constraint("eu-west-1"), region: "eu-west-1")
    #expect(again.status == 409)
    #expect(
      again.error == """
        <Code>BucketAlreadyOwnedByYou</Code><Message>Your previous request to create the named bucket succeeded and you \
        already own it.</Message><BucketName>far-away</BucketName>
        """)
    let stranger = await house.error(CreateBucket.self, account: "111111111111") {
      $0[CreateBucket.Input.bucket] = "bucket"
    }
    #expect(stranger?.code == "BucketAlreadyExists" && stranger?.status == 409)
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  @Test(arguments: [
    "ab", "Upper", "under_score", "-dash", "dash-", "two..dots", "192.168.5.4", "xn--name", "sthree-name",
    "name-s3alias",
    String(repeating: "a", count: 64),
  ])
  func refusesOtherNames(_ name: String) async throws {
    let house = try await s3House()
    let answer = await house.s3("PUT", "/\(name)")
    #expect(answer.status == 400)
    #expect(
      answer.error == """
        <Code>InvalidBucketName</Code><Message>The specified bucket is not valid.</Message>\
        <BucketName>\(name)</BucketName>
        """)
  }

  @Test func objectLockBringsVersioning() async throws {
    let house = try await s3House()
    #expect(await house.s3("PUT", "/locked", fields: [("x-amz-bucket-object-lock-enabled", "true")]).status == 200)
    #expect(
      await house.s3("GET", "/locked?object-lock").document
        == "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>")
    #expect(await house.s3("GET", "/locked?versioning").element("Status") == "Enabled")
  }

  /// Without a word, ACLs are off and public access is blocked, as since April 2023.
  @Test func anACLNeedsItsOwnership() async throws {
    let house = try await s3House()
    let refused = await house.s3("PUT", "/open", fields: [("x-amz-acl", "public-read")])
    #expect(refused.status == 400)
    #expect(
      refused.error == """
        <Code>InvalidBucketAclWithObjectOwnership</Code><Message>Bucket cannot have ACLs set with ObjectOwnership's \
        BucketOwnerEnforced setting</Message>
        """)
    // Nothing is left of the attempt.
    #expect(await house.s3("HEAD", "/open").status == 404)
    let writer = [("x-amz-acl", "public-read"), ("x-amz-object-ownership", "ObjectWriter")]
    #expect(await house.s3("PUT", "/open", fields: writer).status == 200)
    #expect(await house.s3("GET", "/open?acl").text.contains("AllUsers"))
    #expect(await house.s3("GET", "/open?ownershipControls").element("ObjectOwnership") == "ObjectWriter")
    let both = writer + [("x-amz-grant-read", "uri=http://acs.amazonaws.com/groups/global/AllUsers")]
    #expect(await house.s3("PUT", "/both", fields: both).code == "InvalidRequest")
    let unknown = await house.s3("PUT", "/unknown", fields: [("x-amz-object-ownership", "Everyone")])
    #expect(
      unknown.error == """
        <Code>InvalidArgument</Code><Message>Invalid x-amz-object-ownership header: Everyone</Message>\
        <ArgumentName>x-amz-object-ownership</ArgumentName>
        """)
  }

  @Test(arguments: ["<CreateBucketConfiguration>", "<Other/>", "nonsense"])
  func refusesBrokenDocuments(_ document: String) async throws {
    let house = try await s3House()
    let answer = await house.s3("PUT", "/there", document)
    #expect(answer.status == 400 && answer.code == "MalformedXML")
  }

  @Test func tagsABucketFromTheBeginning() async throws {
    let house = try await s3House()
    func make(_ name: String, _ tags: String) async -> (status: Int, text: String) {
      let document = "<CreateBucketConfiguration><Tags>\(tags)</Tags></CreateBucketConfiguration>"
      let answer = await house.send("PUT", "/" + name, body: Array(document.utf8))
      return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }
    let tag = "<Tag><Key>a</Key><Value>1</Value></Tag>"
    #expect(await make("tagged", tag).status == 200)
    let kept = await house.send("GET", "/tagged", query: "tagging")
    #expect(String(decoding: kept.body, as: UTF8.self).contains(tag))
    // Once more it is another bucket that is asked for, even in us-east-1.
    #expect(await make("tagged", tag).text.contains("<Code>BucketAlreadyOwnedByYou</Code>"))
    #expect(await make("tagged", "").status == 200)
    let own = await make("other", "<Tag><Key>aws:x</Key><Value>1</Value></Tag>")
    #expect(own.status == 400)
    #expect(own.text.contains("<Code>InvalidTag</Code><Message>User-defined tag keys can"))
    #expect(await house.send("HEAD", "/other").status == 404)
  }
}
