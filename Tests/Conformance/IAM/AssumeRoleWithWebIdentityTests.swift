import Protocols
import Runtime
import Support
import Testing

@testable import IAM

@Suite struct AssumeRoleWithWebIdentityTests {
  private static let role = "arn:aws:iam::000000000000:role/pod"
  private static let issuer = "https://oidc.example.com/id/ABC"

  /// A token with a signature that nobody could check.
  private static func token(_ claims: String) -> String {
    func part(_ text: String) -> String {
      String(
        Base64.encode(Array(text.utf8)).filter { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }
    return part(#"{"alg":"RS256"}"#) + "." + part(claims) + "." + part("signature")
  }

  private static func claims(
    sub: String = "system:serviceaccount:default:app", exp: Int = 4_000_000_000, more: String = ""
  )
    -> String
  {
    #"{"iss":"\#(issuer)","sub":"\#(sub)","aud":["sts.amazonaws.com"],"exp":\#(exp)\#(more)}"#
  }

  private static func input(_ token: String) -> (inout Values<AssumeRoleWithWebIdentity.Input>) -> Void {
    return {
      $0[AssumeRoleWithWebIdentity.Input.roleARN] = role
      $0[AssumeRoleWithWebIdentity.Input.roleSessionName] = "pod-1"
      $0[AssumeRoleWithWebIdentity.Input.webIdentityToken] = token
    }
  }

  private static func trust(_ more: String = "") -> String {
    #"{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","#
      + #""Principal":{"Federated":"arn:aws:iam::000000000000:oidc-provider/oidc.example.com/id/ABC"},"#
      + #""Condition":{"StringEquals":{"oidc.example.com/id/ABC:sub":"system:serviceaccount:default:app","#
      + #""oidc.example.com/id/ABC:aud":"sts.amazonaws.com"}}}"# + more
  }

  @Test func wireForm() async throws {
    let iam = try IAMHouse()
    let token = AssumeRoleWithWebIdentityTests.token(AssumeRoleWithWebIdentityTests.claims())
    let answer = await iam.send(
      "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fpod"
        + "&RoleSessionName=s1&WebIdentityToken=\(token)", service: "sts")
    #expect(answer.status == 200)
    #expect(answer.text.contains("<Arn>arn:aws:sts::111122223333:assumed-role/pod/s1</Arn>"))
    #expect(
      answer.text.contains(
        "<SubjectFromWebIdentityToken>system:serviceaccount:default:app</SubjectFromWebIdentityToken>"))
    #expect(answer.text.contains("<Provider>https://oidc.example.com/id/ABC</Provider>"))
    #expect(answer.text.contains("<Audience>sts.amazonaws.com</Audience>"))
    let bare = await iam.send(
      "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fpod"
        + "&RoleSessionName=s1", service: "sts")
    #expect(
      bare.text.contains("Value null at 'webIdentityToken' failed to satisfy constraint: Member must not be null"))
  }

  @Test func trustPolicyJudgesTheClaims() async throws {
    let iam = try IAMHouse()
    try await iam.makeRole("pod", AssumeRoleWithWebIdentityTests.trust())
    let answer = try await iam.house.call(
      AssumeRoleWithWebIdentity.self,
      AssumeRoleWithWebIdentityTests.input(
        AssumeRoleWithWebIdentityTests.token(AssumeRoleWithWebIdentityTests.claims())))
    let key = try #require(answer[AssumeRoleWithWebIdentity.Output.credentials])[Credentials.accessKeyID]
    #expect(await iam.caller(ofKey: key)?.arn == "arn:aws:sts::000000000000:assumed-role/pod/pod-1")
    let other = await iam.house.error(
      AssumeRoleWithWebIdentity.self,
      AssumeRoleWithWebIdentityTests.input(
        AssumeRoleWithWebIdentityTests.token(AssumeRoleWithWebIdentityTests.claims(sub: "system:other:thing"))))
    #expect(other?.code == "AccessDenied" && other?.status == 403)
    #expect(other?.message == "Not authorized to perform sts:AssumeRoleWithWebIdentity")
  }

  @Test func tagsOfTheTokenBecomeTheSessions() async throws {
    let iam = try IAMHouse()
    let tags =
      #","https://aws.amazon.com/tags":{"principal_tags":{"team":["x"]},"transitive_tag_keys":["team"]}"#
    try await iam.makeRole("pod", AssumeRoleWithWebIdentityTests.trust())
    let token = AssumeRoleWithWebIdentityTests.token(AssumeRoleWithWebIdentityTests.claims(more: tags))
    let refused = await iam.house.error(
      AssumeRoleWithWebIdentity.self, AssumeRoleWithWebIdentityTests.input(token))
    #expect(refused?.message == "Not authorized to perform sts:TagSession")
  }

  @Test func refusesWhatIsNoToken() async throws {
    let iam = try IAMHouse()
    for text in ["opaque", "a.b.c", AssumeRoleWithWebIdentityTests.token("[]")] {
      let error = await iam.house.error(
        AssumeRoleWithWebIdentity.self, AssumeRoleWithWebIdentityTests.input(text))
      #expect(error?.code == "InvalidIdentityToken")
      #expect(error?.message?.hasPrefix("The ID Token provided is not a valid JWT.") == true)
    }
    let missing = await iam.house.error(
      AssumeRoleWithWebIdentity.self,
      AssumeRoleWithWebIdentityTests.input(AssumeRoleWithWebIdentityTests.token(#"{"iss":"https://a"}"#)))
    #expect(missing?.message == "Missing a required claim: sub")
    let expired = await iam.house.error(
      AssumeRoleWithWebIdentity.self,
      AssumeRoleWithWebIdentityTests.input(
        AssumeRoleWithWebIdentityTests.token(AssumeRoleWithWebIdentityTests.claims(exp: 1_000_000))))
    #expect(expired?.code == "ExpiredTokenException")
    #expect(expired?.message?.hasSuffix("must be before the expiration date/time 1000000") == true)
  }

  /// Whoever asks for verification is not given credentials for a signature that nobody checked.
  @Test func withVerificationNoTokenIsGoodEnough() async throws {
    let iam = try IAMHouse(verifies: true)
    try await iam.makeRole("pod", AssumeRoleWithWebIdentityTests.trust())
    let error = await iam.house.error(
      AssumeRoleWithWebIdentity.self,
      AssumeRoleWithWebIdentityTests.input(
        AssumeRoleWithWebIdentityTests.token(AssumeRoleWithWebIdentityTests.claims())))
    #expect(error?.code == "InvalidIdentityToken")
    #expect(error?.message?.hasPrefix("Couldn't retrieve verification key") == true)
  }
}
