import Protocols
import Runtime
import Storage
import Support
import Testing

@testable import S3

/// Who may touch what, where signatures are verified. Callers from inside are taken at their word.
@Suite struct AccessTests {
  static let owner = "111111111111"
  static let other = "222222222222"

  static func house(ownership: String = "ObjectWriter") async throws -> TestHouse {
    var configuration = Configuration()
    configuration.verifiesSignatures = true
    configuration.s3ObjectOwnership = ownership
    let blobs = try BlobStore(folder: nil, isDurable: false)
    let house = try TestHouse(configuration: configuration) { [try S3Service($0, blobs, $1)] }
    _ = try await house.call(CreateBucket.self, account: owner) { $0[CreateBucket.Input.bucket] = "bucket" }
    _ = try await house.call(PutObject.self, account: owner) {
      $0[PutObject.Input.bucket] = "bucket"
      $0[PutObject.Input.key] = "k"
    }
    return house
  }

  static func read(_ house: TestHouse, _ account: String) async -> String? {
    await house.error(GetObject.self, account: account) {
      $0[GetObject.Input.bucket] = "bucket"
      $0[GetObject.Input.key] = "k"
    }?.code
  }

  static func setPolicy(_ house: TestHouse, _ text: String) async -> AWSError? {
    await house.error(PutBucketPolicy.self, account: owner) {
      $0[PutBucketPolicy.Input.bucket] = "bucket"
      $0[PutBucketPolicy.Input.policy] = text
    }
  }

  @Test func shutsOthersOut() async throws {
    let house = try await Self.house()
    #expect(await Self.read(house, Self.owner) == nil)
    #expect(await Self.read(house, Self.other) == "AccessDenied")
    #expect(await house.send("GET", "/bucket/k").status == 403)
    // Whoever may not list learns nothing of what is missing.
    #expect(await house.send("GET", "/bucket/none").status == 403)
    #expect(await house.send("PUT", "/another").status == 403)
    #expect(await house.send("GET", "/nobody/k").status == 404)
  }

  @Test func followsACLs() async throws {
    let house = try await Self.house()
    func set(_ canned: String) async throws {
      _ = try await house.call(PutObjectAcl.self, account: Self.owner) {
        $0[PutObjectAcl.Input.bucket] = "bucket"
        $0[PutObjectAcl.Input.key] = "k"
        $0[PutObjectAcl.Input.grants.canned] = canned
      }
    }
    try await set("public-read")
    #expect(await house.send("GET", "/bucket/k").status == 200)
    #expect(await Self.read(house, Self.other) == nil)
    try await set("authenticated-read")
    #expect(await house.send("GET", "/bucket/k").status == 403)
    #expect(await Self.read(house, Self.other) == nil)
    try await set("private")
    #expect(await Self.read(house, Self.other) == "AccessDenied")
    _ = try await house.call(PutObjectAcl.self, account: Self.owner) {
      $0[PutObjectAcl.Input.bucket] = "bucket"
      $0[PutObjectAcl.Input.key] = "k"
      $0[PutObjectAcl.Input.grants.read] = "id=\"\(CanonicalUser.id(of: Self.other))\""
    }
    #expect(await Self.read(house, Self.other) == nil)
    #expect(await house.send("GET", "/bucket/k").status == 403)
    let list = try await house.call(GetObjectAcl.self, account: Self.owner) {
      $0[GetObjectAcl.Input.bucket] = "bucket"
      $0[GetObjectAcl.Input.key] = "k"
    }
    #expect(list[GetObjectAcl.Output.grants]?.count == 1)
    // Public grants do not count where the bucket says so.
    try await set("public-read")
    _ = try await house.call(PutPublicAccessBlock.self, account: Self.owner) {
      $0[PutPublicAccessBlock.Input.bucket] = "bucket"
      $0[PutPublicAccessBlock.Input.publicAccessBlockConfiguration] = .with {
        $0[PublicAccessBlockConfiguration.ignorePublicACLs] = true
      }
    }
    #expect(await house.send("GET", "/bucket/k").status == 403)
  }

  @Test func followsThePolicy() async throws {
    let house = try await Self.house(ownership: "ObjectWriter")
    let allow = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:root"},
      "Action":"s3:Get*","Resource":"arn:aws:s3:::bucket/*"}]}
      """
    #expect(await Self.setPolicy(house, allow) == nil)
    #expect(await Self.read(house, Self.other) == nil)
    #expect(await house.send("GET", "/bucket/k").status == 403)
    let deny = """
      {"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"},
      {"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*",
      "Condition":{"StringNotEquals":{"s3:x-amz-checksum-mode":"ENABLED"}}}]}
      """
    #expect(await Self.setPolicy(house, deny) == nil)
    #expect(await house.send("GET", "/bucket/k").status == 403)
    #expect(await house.send("GET", "/bucket/k", fields: [("x-amz-checksum-mode", "ENABLED")]).status == 200)
    // The owner as well.
    #expect(await Self.read(house, Self.owner) == "AccessDenied")
  }

  @Test func policiesKnowHowARequestCame() async throws {
    let house = try await Self.house()
    func allow(_ condition: String) async -> Int {
      let policy = """
        {"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*",
        "Condition":{\(condition)}}]}
        """
      #expect(await Self.setPolicy(house, policy) == nil)
      return await house.send("GET", "/bucket/k", query: "x-amz-acl=private").status
    }
    #expect(await allow(#""Bool":{"aws:SecureTransport":"false"}"#) == 200)
    #expect(await allow(#""Bool":{"aws:SecureTransport":"true"}"#) == 403)
    #expect(await allow(#""StringEquals":{"aws:PrincipalType":"Anonymous"}"#) == 200)
    // Nobody signed anything.
    #expect(await allow(#""Null":{"s3:authType":"true","s3:signatureversion":"true"}"#) == 200)
    // An address says what a header could.
    #expect(await allow(#""StringEquals":{"s3:x-amz-acl":"private"}"#) == 200)
    #expect(await allow(#""Bool":{"aws:ViaAWSService":"true"}"#) == 403)
  }

  @Test func nobodyMakesAnswersUp() async throws {
    let house = try await Self.house()
    _ = try await house.call(PutObjectAcl.self, account: Self.owner) {
      $0[PutObjectAcl.Input.bucket] = "bucket"
      $0[PutObjectAcl.Input.key] = "k"
      $0[PutObjectAcl.Input.grants.canned] = "public-read"
    }
    #expect(await house.send("GET", "/bucket/k").status == 200)
    let answer = await house.send("GET", "/bucket/k", query: "response-content-type=text/html")
    #expect(answer.status == 400)
    #expect(
      String(decoding: answer.body, as: UTF8.self).contains(
        "Request specific response headers cannot be used for anonymous GET requests."))
    // Half of the older signature is none.
    let half = await house.send("GET", "/bucket/k", query: "AWSAccessKeyId=a&Expires=99999999999")
    #expect(half.status == 403)
    #expect(
      String(decoding: half.body, as: UTF8.self).contains(
        "requires the Signature, Expires and AWSAccessKeyId parameters"))
  }
}
