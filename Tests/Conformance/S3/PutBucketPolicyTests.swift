import Protocols
import Support
import Testing

@testable import S3

@Suite struct PutBucketPolicyTests {
  private static let policy = """
    {"Statement":{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"s3:*","Resource":"arn:aws:s3:::bucket"}}
    """

  @Test func answersNothing() async throws {
    let house = try await s3House()
    let answer = await house.s3("PUT", "/bucket?policy", Self.policy)
    #expect(answer.status == 204 && answer.text.isEmpty)
    // A new one takes the place of the old.
    let second = Self.policy.replacing("s3:*", with: "s3:ListBucket")
    #expect(await house.s3("PUT", "/bucket?policy", second).status == 204)
    #expect(await house.s3("GET", "/bucket?policy").text == second)
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"Statement":[]}"#,
    #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sns:*","Resource":"arn:aws:s3:::bucket"}}"#,
    #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::other/*"}}"#,
    #"{"Statement":{"Effect":"Maybe","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::bucket"}}"#,
    #"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::bucket"}}"#,
    #"{"Statement":{"Effect":"Allow","Principal":{"AWS":"me"},"Action":"s3:*","Resource":"arn:aws:s3:::bucket"}}"#,
    #"{"Version":"2020-01-01","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::bucket"}}"#,
    #"{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::bucket","More":1}}"#,
  ])
  func refusesWhatIsNoPolicy(_ text: String) async throws {
    let house = try await s3House()
    let error = await house.error(PutBucketPolicy.self) {
      $0[PutBucketPolicy.Input.bucket] = "bucket"
      $0[PutBucketPolicy.Input.policy] = text
    }
    #expect(error?.code == "MalformedPolicy" && error?.status == 400)
    #expect(await house.s3("GET", "/bucket?policy").error == noSuchPolicy)
  }

  /// "Bucket policies are limited to 20 KB in size."
  @Test func refusesLongOnes() async throws {
    let house = try await s3House()
    let long = Self.policy.replacing("}}", with: "}" + String(repeating: " ", count: 20 << 10) + "}")
    let answer = await house.s3("PUT", "/bucket?policy", long)
    #expect(answer.status == 400)
    #expect(
      answer.error == """
        <Code>MalformedPolicy</Code><Message>Policy exceeds the maximum allowed document size.</Message>
        """)
  }

  /// BlockPublicPolicy, which a new bucket has, refuses what lets anyone in; where authentication decides.
  @Test func refusesPublicOnesWhereTheyAreBlocked() async throws {
    let house = try await AccessTests.house(ownership: "BucketOwnerEnforced")
    let open = #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::bucket/*"}}"#
    let refused = await AccessTests.setPolicy(house, open)
    #expect(refused?.code == "AccessDenied" && refused?.status == 403)
    #expect(await AccessTests.setPolicy(house, Self.policy) == nil)
  }

  @Test func refusesOthers() async throws {
    let house = try await s3House()
    #expect(await house.s3("PUT", "/nowhere?policy", Self.policy).error == noSuchBucket("nowhere"))
    let other = [("x-amz-expected-bucket-owner", "111111111111")]
    #expect(await house.s3("PUT", "/bucket?policy", Self.policy, fields: other).code == "AccessDenied")
    let digest = [("Content-MD5", Base64.encode(MD5.hash([])))]
    #expect(await house.s3("PUT", "/bucket?policy", Self.policy, fields: digest).code == "BadDigest")
  }
}

/// What is answered of `bucket` without a policy.
let noSuchPolicy =
  "<Code>NoSuchBucketPolicy</Code><Message>The bucket policy does not exist</Message><BucketName>bucket</BucketName>"
