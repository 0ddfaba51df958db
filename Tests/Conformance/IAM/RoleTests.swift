import Protocols
import Support
import Testing

@testable import IAM

@Suite struct RoleTests {
  static let trust =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"#
    + #""Action":"sts:AssumeRole"}]}"#
  static let document =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kinesis:*"],"Resource":"*"}]}"#

  static func create(
    _ name: String, path: String? = nil, trust: String = trust
  ) -> (inout Values<CreateRole.Input>) -> Void {
    return {
      $0[CreateRole.Input.roleName] = name
      $0[CreateRole.Input.path] = path
      $0[CreateRole.Input.assumeRolePolicyDocument] = trust
    }
  }

  @Test func createRoleGetRoleUpdateRole() async throws {
    let house = try IAMHouse().house
    let made = try await house.call(CreateRole.self) {
      RoleTests.create("Worker", path: "/service/")(&$0)
      $0[CreateRole.Input.description] = "works"
      $0[CreateRole.Input.tags] = [
        .with {
          $0[IAM.Tag.key] = "team"
          $0[IAM.Tag.value] = "a"
        }
      ]
    }[CreateRole.Output.role]
    #expect(made[Role.arn] == "arn:aws:iam::000000000000:role/service/Worker")
    #expect(made[Role.roleID].hasPrefix("AROA") && made[Role.roleID].utf8.count == 21)
    #expect(
      made[Role.assumeRolePolicyDocument]?.hasPrefix("%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22") == true)
    // Names are unique without regard to case, in every region.
    let error = await house.error(CreateRole.self, region: "eu-west-1", RoleTests.create("worker"))
    #expect(error?.code == "EntityAlreadyExists" && error?.status == 409)
    #expect(error?.message == "Role with name worker already exists.")
    _ = try await house.call(UpdateRole.self) {
      $0[UpdateRole.Input.roleName] = "worker"
      $0[UpdateRole.Input.maxSessionDuration] = 7200
    }
    _ = try await house.call(UpdateRoleDescription.self) {
      $0[UpdateRoleDescription.Input.roleName] = "Worker"
      $0[UpdateRoleDescription.Input.description] = "rests"
    }
    let got = try await house.call(GetRole.self) { $0[GetRole.Input.roleName] = "WORKER" }[GetRole.Output.role]
    #expect(got[Role.roleName] == "Worker" && got[Role.maxSessionDuration] == 7200)
    #expect(got[Role.description] == "rests")
    #expect(got[Role.tags]?.map { $0[IAM.Tag.key] } == ["team"])
    let missing = await house.error(GetRole.self) { $0[GetRole.Input.roleName] = "none" }
    #expect(missing?.code == "NoSuchEntity" && missing?.status == 404)
    #expect(missing?.message == "The role with name none cannot be found.")
    let elsewhere = await house.error(GetRole.self, account: "111122223333") { $0[GetRole.Input.roleName] = "Worker" }
    #expect(elsewhere?.code == "NoSuchEntity")
  }

  @Test func listRolesPagesUnderAPath() async throws {
    let house = try IAMHouse().house
    for index in 0..<5 { _ = try await house.call(CreateRole.self, RoleTests.create("r\(index)", path: "/a/")) }
    _ = try await house.call(CreateRole.self, RoleTests.create("other"))
    var marker: String?
    var seen: [String] = []
    repeat {
      let answer = try await house.call(ListRoles.self) { [marker] in
        $0[ListRoles.Input.pathPrefix] = "/a/"
        $0[ListRoles.Input.maxItems] = 2
        $0[ListRoles.Input.marker] = marker
      }
      seen += answer[ListRoles.Output.roles].map { $0[Role.roleName] }
      marker = answer[ListRoles.Output.marker]
      #expect(answer[ListRoles.Output.isTruncated] == (marker != nil))
    } while marker != nil
    #expect(seen == ["r0", "r1", "r2", "r3", "r4"])
    let error = await house.error(ListRoles.self) { $0[ListRoles.Input.marker] = "nonsense" }
    #expect(error?.message == "Invalid Marker.")
  }

  @Test func inlinePoliciesAndAttachmentsHoldARoleBack() async throws {
    let house = try IAMHouse().house
    _ = try await house.call(CreateRole.self, RoleTests.create("r"))
    _ = try await house.call(PutRolePolicy.self) {
      $0[PutRolePolicy.Input.roleName] = "r"
      $0[PutRolePolicy.Input.policyName] = "p"
      $0[PutRolePolicy.Input.policyDocument] = RoleTests.document
    }
    let basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    for _ in 0..<2 {
      _ = try await house.call(AttachRolePolicy.self) {
        $0[AttachRolePolicy.Input.roleName] = "r"
        $0[AttachRolePolicy.Input.policyARN] = basic
      }
    }
    let names = try await house.call(ListRolePolicies.self) { $0[ListRolePolicies.Input.roleName] = "r" }
    #expect(names[ListRolePolicies.Output.policyNames] == ["p"])
    let inline = try await house.call(GetRolePolicy.self) {
      $0[GetRolePolicy.Input.roleName] = "r"
      $0[GetRolePolicy.Input.policyName] = "p"
    }
    #expect(PercentEncoding.decodeString(inline[GetRolePolicy.Output.policyDocument]) == RoleTests.document)
    let attached = try await house.call(ListAttachedRolePolicies.self) {
      $0[ListAttachedRolePolicies.Input.roleName] = "r"
    }
    #expect(
      attached[ListAttachedRolePolicies.Output.attachedPolicies]?.map { $0[AttachedPolicy.policyName] } == [
        "AWSLambdaBasicExecutionRole"
      ])
    func delete() async -> AWSError? { await house.error(DeleteRole.self) { $0[DeleteRole.Input.roleName] = "r" } }
    #expect(await delete()?.message == "Cannot delete entity, must delete policies first.")
    func deletePolicy() async -> AWSError? {
      await house.error(DeleteRolePolicy.self) {
        $0[DeleteRolePolicy.Input.roleName] = "r"
        $0[DeleteRolePolicy.Input.policyName] = "p"
      }
    }
    #expect(await deletePolicy() == nil)
    #expect(await deletePolicy()?.message == "The role policy with name p cannot be found.")
    #expect(await delete()?.message == "Cannot delete entity, must detach all policies first.")
    func detach() async -> AWSError? {
      await house.error(DetachRolePolicy.self) {
        $0[DetachRolePolicy.Input.roleName] = "r"
        $0[DetachRolePolicy.Input.policyARN] = basic
      }
    }
    #expect(await detach() == nil)
    #expect(await detach()?.message == "Policy \(basic) was not found.")
    #expect(await delete() == nil)
    #expect(await delete()?.code == "NoSuchEntity")
  }

  @Test(arguments: [
    ("arn:aws:iam::aws:policy/NoSuchPolicy", "NoSuchEntity"), ("arn:aws:s3:::bucket-of-mine", "InvalidInput"),
  ]) func attachRolePolicyNeedsAPolicy(_ arn: String, _ code: String) async throws {
    let house = try IAMHouse().house
    _ = try await house.call(CreateRole.self, RoleTests.create("r"))
    let error = await house.error(AttachRolePolicy.self) {
      $0[AttachRolePolicy.Input.roleName] = "r"
      $0[AttachRolePolicy.Input.policyARN] = arn
    }
    #expect(error?.code == code)
  }

  @Test(arguments: [
    ("{", "This policy contains invalid Json"),
    (#"{"Version":"2012-10-17"}"#, "Syntax errors in policy."),
    (
      #"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}]}"#,
      "Has prohibited field Resource"
    ),
    (#"{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}}"#, "Missing required field Principal"),
    (
      #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}}"#,
      "AssumeRole policy may only specify STS AssumeRole actions."
    ),
  ]) func updateAssumeRolePolicyChecksTheDocument(_ text: String, _ message: String) async throws {
    let house = try IAMHouse().house
    _ = try await house.call(CreateRole.self, RoleTests.create("r"))
    let error = await house.error(UpdateAssumeRolePolicy.self) {
      $0[UpdateAssumeRolePolicy.Input.roleName] = "r"
      $0[UpdateAssumeRolePolicy.Input.policyDocument] = text
    }
    #expect(error?.code == "MalformedPolicyDocument")
    #expect(error?.message == message)
  }

  @Test func quotasOfARole() async throws {
    let house = try IAMHouse().house
    _ = try await house.call(CreateRole.self, RoleTests.create("r"))
    let long = RoleTests.document.replacing("kinesis:*", with: "kinesis:" + String(repeating: "a", count: 6000))
    func put(_ name: String) async -> AWSError? {
      await house.error(PutRolePolicy.self) {
        $0[PutRolePolicy.Input.roleName] = "r"
        $0[PutRolePolicy.Input.policyName] = name
        $0[PutRolePolicy.Input.policyDocument] = long
      }
    }
    #expect(await put("a") == nil)
    #expect(await put("A") == nil)
    #expect(await put("b")?.message == "Maximum policy size of 10240 bytes exceeded for role r")
    for (index, policy) in ManagedPolicies.all.prefix(11).enumerated() {
      let error = await house.error(AttachRolePolicy.self) {
        $0[AttachRolePolicy.Input.roleName] = "r"
        $0[AttachRolePolicy.Input.policyARN] = policy.arn
      }
      #expect(error?.message == (index < 10 ? nil : "Cannot exceed quota for PoliciesPerRole: 10"))
    }
  }

  @Test func tagRoleUntagRoleListRoleTags() async throws {
    let house = try IAMHouse().house
    _ = try await house.call(CreateRole.self, RoleTests.create("r"))
    func tag(_ name: String) -> Values<IAM.Tag> {
      .with {
        $0[IAM.Tag.key] = name
        $0[IAM.Tag.value] = "v"
      }
    }
    _ = try await house.call(TagRole.self) {
      $0[TagRole.Input.roleName] = "r"
      $0[TagRole.Input.tags] = [tag("A"), tag("b")]
    }
    let twice = await house.error(TagRole.self) {
      $0[TagRole.Input.roleName] = "r"
      $0[TagRole.Input.tags] = [tag("c"), tag("C")]
    }
    #expect(twice?.code == "InvalidInput")
    _ = try await house.call(UntagRole.self) {
      $0[UntagRole.Input.roleName] = "r"
      $0[UntagRole.Input.tagKeys] = ["a", "z"]
    }
    let left = try await house.call(ListRoleTags.self) { $0[ListRoleTags.Input.roleName] = "r" }
    #expect(left[ListRoleTags.Output.tags].map { $0[IAM.Tag.key] } == ["b"])
  }

  @Test func theSessionOfARoleHasItsIdAndItsBounds() async throws {
    let iam = try IAMHouse()
    let role = try await iam.house.call(CreateRole.self, RoleTests.create("r"))[CreateRole.Output.role]
    func assume(_ seconds: Int32) -> (inout Values<AssumeRole.Input>) -> Void {
      return {
        $0[AssumeRole.Input.roleARN] = role[Role.arn]
        $0[AssumeRole.Input.roleSessionName] = "s1"
        $0[AssumeRole.Input.durationSeconds] = seconds
      }
    }
    let answer = try await iam.house.call(AssumeRole.self, assume(3600))
    #expect(
      answer[AssumeRole.Output.assumedRoleUser]?[AssumedRoleUser.assumedRoleID] == "\(role[Role.roleID]):s1")
    let error = await iam.house.error(AssumeRole.self, assume(3601))
    #expect(error?.message == "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
  }
}
