import Glibc
import Protocols
import Runtime
import Support
import Testing

@testable import IAM

@Suite struct AssumeRoleTests {
  private static let role = "arn:aws:iam::000000000000:role/worker"
  private static let allow = #""Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]"#

  private static func input(
    _ role: String = role, session: String = "night",
    _ more: @escaping (inout Values<AssumeRole.Input>) -> Void = { _ in }
  ) -> (inout Values<AssumeRole.Input>) -> Void {
    return {
      $0[AssumeRole.Input.roleARN] = role
      $0[AssumeRole.Input.roleSessionName] = session
      more(&$0)
    }
  }

  private static func tag(_ key: String, _ value: String) -> Values<IAM.Tag> {
    .with {
      $0[IAM.Tag.key] = key
      $0[IAM.Tag.value] = value
    }
  }

  @Test func wireForm() async throws {
    let iam = try IAMHouse()
    let answer = await iam.send(
      "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fa&RoleSessionName=s1"
        + "&Tags.member.1.Key=team&Tags.member.1.Value=x&TransitiveTagKeys.member.1=team&SourceIdentity=ada",
      service: "sts")
    #expect(answer.status == 200)
    #expect(answer.text.contains("<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"))
    #expect(answer.text.contains("<Arn>arn:aws:sts::111122223333:assumed-role/a/s1</Arn>"))
    #expect(answer.text.contains("<PackedPolicySize>1</PackedPolicySize>"))
    #expect(answer.text.contains("<SourceIdentity>ada</SourceIdentity>"))
    let short = await iam.send("Action=AssumeRole&Version=2011-06-15&RoleArn=short&RoleSessionName=s1", service: "sts")
    #expect(short.status == 400)
    #expect(
      short.text.contains(
        "1 validation error detected: Value 'short' at 'roleArn' failed to satisfy constraint: Member must have length "
          + "greater than or equal to 20"))
  }

  @Test func assumedRoleIsKnownUntilItsSessionEnds() async throws {
    let iam = try IAMHouse()
    let answer = try await iam.house.call(
      AssumeRole.self,
      AssumeRoleTests.input("arn:aws:iam::111122223333:role/service/worker") {
        $0[AssumeRole.Input.durationSeconds] = 900
      })
    let issued = try #require(answer[AssumeRole.Output.credentials])
    let key = issued[Credentials.accessKeyID]
    #expect(key.hasPrefix("ASIA") && key.utf8.count == 20)
    #expect(issued[Credentials.secretAccessKey].utf8.count == 40)
    #expect(answer[AssumeRole.Output.packedPolicySize] == nil)
    let caller = try #require(await iam.caller(ofKey: key))
    #expect(caller.arn == "arn:aws:sts::111122223333:assumed-role/worker/night")
    #expect(caller.account == "111122223333")

    let identity = try await iam.call(GetCallerIdentity.self, as: caller)
    let user = try #require(answer[AssumeRole.Output.assumedRoleUser])
    #expect(identity[GetCallerIdentity.Output.userID] == user[AssumedRoleUser.assumedRoleID])
    #expect(identity[GetCallerIdentity.Output.arn] == caller.arn)

    await iam.house.advance(milliseconds: 900_001)
    #expect(await iam.caller(ofKey: key) == nil)
  }

  @Test func refusesWhatIsNoRole() async throws {
    let iam = try IAMHouse()
    let error = await iam.house.error(
      AssumeRole.self, AssumeRoleTests.input("arn:aws:iam::111122223333:user/worker"))
    #expect(error?.code == "ValidationError")
    #expect(error?.message == "arn:aws:iam::111122223333:user/worker is invalid")
  }

  @Test func chainedRolesLastAnHourAtMost() async throws {
    let iam = try IAMHouse()
    let first = try await iam.assume("arn:aws:iam::111122223333:role/a", "one")
    let error = await iam.error(
      AssumeRole.self, as: first.caller,
      AssumeRoleTests.input("arn:aws:iam::111122223333:role/a", session: "two") {
        $0[AssumeRole.Input.durationSeconds] = 3601
      })
    #expect(error?.message?.contains("1 hour session limit") == true)
  }

  // MARK: The trust policy

  @Test func externalIDIsWhatTheTrustPolicyAsksFor() async throws {
    let iam = try IAMHouse()
    try await iam.makeRole(
      "worker",
      #"{\#(AssumeRoleTests.allow),"Principal":{"AWS":"arn:aws:iam::999988887777:root"},"#
        + #""Condition":{"StringEquals":{"sts:ExternalId":"tenant-7"}}}"#)
    for wrong in [nil, "tenant-8"] {
      let error = await iam.house.error(
        AssumeRole.self, AssumeRoleTests.input { $0[AssumeRole.Input.externalID] = wrong })
      #expect(error?.code == "AccessDenied" && error?.status == 403)
      #expect(
        error?.message
          == "User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: "
          + AssumeRoleTests.role)
    }
    _ = try await iam.house.call(
      AssumeRole.self, AssumeRoleTests.input { $0[AssumeRole.Input.externalID] = "tenant-7" })
  }

  /// A role that only services trust is everyone's while nobody knows who asks.
  @Test func withoutVerificationTheCallerIsNotJudged() async throws {
    let iam = try IAMHouse()
    _ = try await iam.house.call(CreateRole.self, RoleTests.create("worker"))
    _ = try await iam.house.call(AssumeRole.self, AssumeRoleTests.input())
    try await iam.makeRole(
      "mfa",
      #"{\#(AssumeRoleTests.allow),"Principal":{"AWS":"arn:aws:iam::000000000000:user/ada"},"#
        + #""Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}},"#
        + #"{"Effect":"Deny","Action":"sts:*","Principal":{"AWS":"arn:aws:iam::000000000000:root"}}"#)
    _ = try await iam.house.call(AssumeRole.self, AssumeRoleTests.input("arn:aws:iam::000000000000:role/mfa"))
  }

  @Test func withVerificationTheCallerMustBeNamed() async throws {
    let iam = try IAMHouse(verifies: true)
    let ada = Caller(accessKey: "", arn: "arn:aws:iam::000000000000:user/ada", account: "000000000000")
    let bob = Caller(accessKey: "", arn: "arn:aws:iam::000000000000:user/bob", account: "000000000000")
    try await iam.makeRole(
      "worker",
      #"{\#(AssumeRoleTests.allow),"Principal":{"AWS":"arn:aws:iam::000000000000:user/ada"}}"#)
    _ = try await iam.call(AssumeRole.self, as: ada, AssumeRoleTests.input())
    let refused = await iam.error(AssumeRole.self, as: bob, AssumeRoleTests.input())
    #expect(
      refused?.message
        == "User: arn:aws:iam::000000000000:user/bob is not authorized to perform: sts:AssumeRole on resource: "
        + AssumeRoleTests.role)
    let missing = await iam.error(
      AssumeRole.self, as: ada, AssumeRoleTests.input("arn:aws:iam::000000000000:role/none"))
    #expect(missing?.code == "AccessDenied")
    // A role that only services trust is nobody else's.
    _ = try await iam.house.call(CreateRole.self, RoleTests.create("service"))
    let service = await iam.error(
      AssumeRole.self, as: ada, AssumeRoleTests.input("arn:aws:iam::000000000000:role/service"))
    #expect(service?.code == "AccessDenied")
  }

  @Test func aDenialIsTheLastWord() async throws {
    let iam = try IAMHouse()
    try await iam.makeRole(
      "worker",
      #"{\#(AssumeRoleTests.allow),"Principal":{"AWS":"*"}},"#
        + #"{"Effect":"Deny","Action":"sts:AssumeRole","Principal":{"AWS":"*"},"#
        + #""Condition":{"StringNotLike":{"sts:RoleSessionName":"night*"}}}"#)
    _ = try await iam.house.call(AssumeRole.self, AssumeRoleTests.input(session: "night-1"))
    let error = await iam.house.error(AssumeRole.self, AssumeRoleTests.input(session: "day-1"))
    #expect(error?.code == "AccessDenied")
  }

  // MARK: Tags, source identity, policies

  @Test func transitiveTagsGoOnAndCannotBeSetAgain() async throws {
    let iam = try IAMHouse()
    let first = try await iam.house.call(
      AssumeRole.self,
      AssumeRoleTests.input {
        $0[AssumeRole.Input.tags] = [AssumeRoleTests.tag("Team", "x"), AssumeRoleTests.tag("Cost", "7")]
        $0[AssumeRole.Input.transitiveTagKeys] = ["team"]
      })
    let key = try #require(first[AssumeRole.Output.credentials])[Credentials.accessKeyID]
    let caller = try #require(await iam.caller(ofKey: key))
    // The next role lets in whoever has the first tag, which the session before it was given.
    try await iam.makeRole(
      "next",
      #"{\#(AssumeRoleTests.allow),"Principal":{"AWS":"*"},"#
        + #""Condition":{"StringEquals":{"aws:RequestTag/Team":"x"},"Null":{"aws:RequestTag/Cost":"true"}}}"#)
    let next = "arn:aws:iam::000000000000:role/next"
    _ = try await iam.call(AssumeRole.self, as: caller, AssumeRoleTests.input(next))
    #expect(await iam.house.error(AssumeRole.self, AssumeRoleTests.input(next))?.code == "AccessDenied")
    let again = await iam.error(
      AssumeRole.self, as: caller,
      AssumeRoleTests.input(next) { $0[AssumeRole.Input.tags] = [AssumeRoleTests.tag("TEAM", "y")] })
    #expect(again?.code == "InvalidParameterValue")
    #expect(
      again?.message
        == "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the "
        + "calling session.")
  }

  @Test func refusesTagsThatDoNotFitTogether() async throws {
    let iam = try IAMHouse()
    let twice = await iam.house.error(
      AssumeRole.self,
      AssumeRoleTests.input {
        $0[AssumeRole.Input.tags] = [AssumeRoleTests.tag("a", "1"), AssumeRoleTests.tag("A", "2")]
      })
    #expect(twice?.message == "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
    let loose = await iam.house.error(
      AssumeRole.self,
      AssumeRoleTests.input {
        $0[AssumeRole.Input.tags] = [AssumeRoleTests.tag("a", "1")]
        $0[AssumeRole.Input.transitiveTagKeys] = ["b"]
      })
    #expect(loose?.message == "The specified transitive tag key must be included in the requested tags.")
  }

  /// Tags and source identities take permissions of their own.
  @Test func tagsTakeTagSession() async throws {
    let iam = try IAMHouse()
    try await iam.makeRole("worker", #"{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}"#)
    let tagged = await iam.house.error(
      AssumeRole.self, AssumeRoleTests.input { $0[AssumeRole.Input.tags] = [AssumeRoleTests.tag("a", "1")] })
    #expect(tagged?.message?.contains("is not authorized to perform: sts:TagSession on resource: ") == true)
    let named = await iam.house.error(
      AssumeRole.self, AssumeRoleTests.input { $0[AssumeRole.Input.sourceIdentity] = "ada" })
    #expect(named?.message?.contains("is not authorized to perform: sts:SetSourceIdentity on resource: ") == true)
  }

  @Test func sourceIdentityStaysThroughAChain() async throws {
    let iam = try IAMHouse()
    let first = try await iam.house.call(
      AssumeRole.self, AssumeRoleTests.input { $0[AssumeRole.Input.sourceIdentity] = "ada" })
    let key = try #require(first[AssumeRole.Output.credentials])[Credentials.accessKeyID]
    let caller = try #require(await iam.caller(ofKey: key))
    let second = try await iam.call(AssumeRole.self, as: caller, AssumeRoleTests.input(session: "two"))
    #expect(second[AssumeRole.Output.sourceIdentity] == "ada")
    let other = await iam.error(
      AssumeRole.self, as: caller, AssumeRoleTests.input { $0[AssumeRole.Input.sourceIdentity] = "bob" })
    #expect(other?.code == "AccessDenied")
  }

  @Test func policiesAreCheckedAndMeasured() async throws {
    let iam = try IAMHouse()
    let answer = try await iam.house.call(
      AssumeRole.self,
      AssumeRoleTests.input {
        $0[AssumeRole.Input.policy] = RoleTests.document
        $0[AssumeRole.Input.policyARNs] = [
          .with { $0[PolicyDescriptorType.arn] = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" }
        ]
      })
    #expect(answer[AssumeRole.Output.packedPolicySize] == 6)
    let malformed = await iam.house.error(
      AssumeRole.self, AssumeRoleTests.input { $0[AssumeRole.Input.policy] = #"{"Statement":[]}"# })
    #expect(malformed?.code == "MalformedPolicyDocument")
    let foreign = await iam.house.error(
      AssumeRole.self,
      AssumeRoleTests.input {
        $0[AssumeRole.Input.policyARNs] = [
          .with { $0[PolicyDescriptorType.arn] = "arn:aws:iam::111122223333:policy/p" }
        ]
      })
    #expect(foreign?.code == "ValidationError")
    let large = await iam.house.error(
      AssumeRole.self,
      AssumeRoleTests.input {
        $0[AssumeRole.Input.policy] = RoleTests.document.replacingAction(
          with: #""s3:\#(String(repeating: "a", count: 2100))""#)
      })
    #expect(large?.code == "PackedPolicyTooLarge")
  }

  @Test func sessionsAndTheirTagsSurviveARestart() async throws {
    let file = "/tmp/cauce-iam-\(UInt64.random(in: 0 ... .max)).sqlite"
    let first = try IAMHouse(path: file)
    let answer = try await first.house.call(
      AssumeRole.self,
      AssumeRoleTests.input {
        $0[AssumeRole.Input.tags] = [AssumeRoleTests.tag("team", "x")]
        $0[AssumeRole.Input.transitiveTagKeys] = ["team"]
        $0[AssumeRole.Input.sourceIdentity] = "ada"
      })
    let key = try #require(answer[AssumeRole.Output.credentials])[Credentials.accessKeyID]
    await first.house.stop()
    let second = try IAMHouse(path: file)
    let caller = try #require(await second.caller(ofKey: key))
    #expect(caller.account == "000000000000")
    try await second.makeRole(
      "next",
      #"{\#(AssumeRoleTests.allow),"Principal":{"AWS":"*"},"#
        + #""Condition":{"StringEquals":{"aws:RequestTag/team":"x","sts:SourceIdentity":"ada"}}}"#)
    _ = try await second.call(
      AssumeRole.self, as: caller, AssumeRoleTests.input("arn:aws:iam::000000000000:role/next"))
    await second.house.stop()
    unlink(file)
  }
}

extension String {
  /// The document with other actions.
  fileprivate func replacingAction(with action: String) -> String {
    let parts = split(separator: #""kinesis:*""#)
    return parts[0] + action + parts[1]
  }
}
