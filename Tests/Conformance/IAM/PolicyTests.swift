import Protocols
import Support
import Testing

@testable import IAM

@Suite struct PolicyTests {
  private func create(_ house: TestHouse, _ name: String, path: String? = nil) async throws -> Values<Policy> {
    let answer = try await house.call(CreatePolicy.self) {
      $0[CreatePolicy.Input.policyName] = name
      $0[CreatePolicy.Input.path] = path
      $0[CreatePolicy.Input.description] = "d"
      $0[CreatePolicy.Input.policyDocument] = RoleTests.document
    }
    return try #require(answer[CreatePolicy.Output.policy])
  }

  @Test func createPolicyGetPolicyDeletePolicy() async throws {
    let house = try IAMHouse().house
    let made = try await create(house, "p", path: "/team/")
    let arn = try #require(made[Policy.arn])
    #expect(arn == "arn:aws:iam::000000000000:policy/team/p")
    #expect(made[Policy.policyID]?.hasPrefix("ANPA") == true)
    #expect(made[Policy.defaultVersionID] == "v1" && made[Policy.attachmentCount] == 0)
    let again = await house.error(CreatePolicy.self) {
      $0[CreatePolicy.Input.policyName] = "P"
      $0[CreatePolicy.Input.policyDocument] = RoleTests.document
    }
    #expect(again?.message == "A policy called P already exists. Duplicate names are not allowed.")
    _ = try await house.call(CreateRole.self, RoleTests.create("r"))
    _ = try await house.call(AttachRolePolicy.self) {
      $0[AttachRolePolicy.Input.roleName] = "r"
      $0[AttachRolePolicy.Input.policyARN] = arn
    }
    let got = try await house.call(GetPolicy.self) { $0[GetPolicy.Input.policyARN] = arn }
    #expect(got[GetPolicy.Output.policy]?[Policy.attachmentCount] == 1)
    func delete() async -> AWSError? { await house.error(DeletePolicy.self) { $0[DeletePolicy.Input.policyARN] = arn } }
    #expect(await delete()?.message == "Cannot delete a policy attached to entities.")
    _ = try await house.call(DetachRolePolicy.self) {
      $0[DetachRolePolicy.Input.roleName] = "r"
      $0[DetachRolePolicy.Input.policyARN] = arn
    }
    #expect(await delete() == nil)
    #expect(await delete()?.message == "Policy \(arn) was not found.")
  }

  @Test func versionsOfAPolicy() async throws {
    let house = try IAMHouse().house
    let arn = try #require(try await create(house, "p")[Policy.arn])
    func add(_ isDefault: Bool) async -> AWSError? {
      await house.error(CreatePolicyVersion.self) {
        $0[CreatePolicyVersion.Input.policyARN] = arn
        $0[CreatePolicyVersion.Input.policyDocument] = RoleTests.document
        $0[CreatePolicyVersion.Input.setAsDefault] = isDefault
      }
    }
    for isDefault in [true, false, false, false] { #expect(await add(isDefault) == nil) }
    #expect(await add(false)?.code == "LimitExceeded")
    func versions() async throws -> [String?] {
      let answer = try await house.call(ListPolicyVersions.self) { $0[ListPolicyVersions.Input.policyARN] = arn }
      return try #require(answer[ListPolicyVersions.Output.versions]).map {
        ($0[PolicyVersion.versionID] ?? "") + ($0[PolicyVersion.isDefaultVersion] == true ? "*" : "")
      }
    }
    #expect(try await versions() == ["v5", "v4", "v3", "v2*", "v1"])
    func remove(_ version: String) async -> AWSError? {
      await house.error(DeletePolicyVersion.self) {
        $0[DeletePolicyVersion.Input.policyARN] = arn
        $0[DeletePolicyVersion.Input.versionID] = version
      }
    }
    #expect(await remove("v2")?.message == "Cannot delete the default version of a policy.")
    #expect(await remove("v1") == nil)
    #expect(await remove("v1")?.message == "Policy \(arn) version v1 does not exist or is not attachable.")
    _ = try await house.call(SetDefaultPolicyVersion.self) {
      $0[SetDefaultPolicyVersion.Input.policyARN] = arn
      $0[SetDefaultPolicyVersion.Input.versionID] = "v4"
    }
    #expect(try await versions() == ["v5", "v4*", "v3", "v2"])
    // A number is never given twice.
    #expect(await add(true) == nil)
    #expect(try await versions().first == "v6*")
    let conflict = await house.error(DeletePolicy.self) { $0[DeletePolicy.Input.policyARN] = arn }
    #expect(conflict?.code == "DeleteConflict")
    let got = try await house.call(GetPolicyVersion.self) {
      $0[GetPolicyVersion.Input.policyARN] = arn
      $0[GetPolicyVersion.Input.versionID] = "v6"
    }
    let document = try #require(got[GetPolicyVersion.Output.policyVersion]?[PolicyVersion.document])
    #expect(PercentEncoding.decodeString(document) == RoleTests.document)
  }

  @Test func awsManagedPoliciesAreThereAndCannotBeChanged() async throws {
    let house = try IAMHouse().house
    for policy in ManagedPolicies.all {
      let document = try #require(ManagedPolicies.document(policy.arn))
      #expect(throws: Never.self) { try PolicyDocument.check(document, .identity) }
    }
    let arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole"
    let got = try await house.call(GetPolicy.self) { $0[GetPolicy.Input.policyARN] = arn }
    #expect(got[GetPolicy.Output.policy]?[Policy.defaultVersionID] == "v2")
    let version = try await house.call(GetPolicyVersion.self) {
      $0[GetPolicyVersion.Input.policyARN] = arn
      $0[GetPolicyVersion.Input.versionID] = "v2"
    }
    let document = try #require(version[GetPolicyVersion.Output.policyVersion]?[PolicyVersion.document])
    let json = try JSONValue.parse(try #require(PercentEncoding.decodeString(document)))
    #expect(json["Statement"]?.array?[0]["Action"]?.array?.contains("kinesis:GetRecords") == true)
    let error = await house.error(DeletePolicy.self) { $0[DeletePolicy.Input.policyARN] = arn }
    #expect(error?.status == 403)
  }

  @Test func listPoliciesTellsOwnOnesThenThoseOfAWS() async throws {
    let house = try IAMHouse().house
    for name in ["a", "b", "c"] { _ = try await create(house, name) }
    func list(_ scope: String, _ limit: Int32) async throws -> [String?] {
      var marker: String?
      var seen: [String?] = []
      repeat {
        let answer = try await house.call(ListPolicies.self) { [marker] in
          $0[ListPolicies.Input.scope] = scope
          $0[ListPolicies.Input.maxItems] = limit
          $0[ListPolicies.Input.marker] = marker
        }
        seen += try #require(answer[ListPolicies.Output.policies]).map { $0[Policy.policyName] }
        marker = answer[ListPolicies.Output.marker]
      } while marker != nil
      return seen
    }
    let aws = ManagedPolicies.all.map { Optional($0.name) }
    #expect(try await list("Local", 2) == ["a", "b", "c"])
    #expect(try await list("AWS", 7) == aws)
    #expect(try await list("All", 2) == ["a", "b", "c"] + aws)
    let attached = try await house.call(ListPolicies.self) { $0[ListPolicies.Input.onlyAttached] = true }
    #expect(attached[ListPolicies.Output.policies]?.isEmpty == true)
  }

  @Test(arguments: [
    ("{", "Syntax errors in policy."),
    (#"{"Statement":[{"Action":"s3:*","Resource":"*"}]}"#, "Missing required field Effect cannot be empty!"),
    (#"{"Statement":[{"Effect":"Allow","Resource":"*"}]}"#, "Policy statement must contain actions."),
    (#"{"Statement":[{"Effect":"Allow","Action":"s3:*"}]}"#, "Policy statement must contain resources."),
    (
      #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"bucket"}]}"#,
      "Resource bucket must be in ARN format or \"*\"."
    ),
    (
      #"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}]}"#,
      "Policy document should not specify a principal."
    ),
    (
      #"{"Statement":[{"Effect":"Allow","Action":"read","Resource":"*"}]}"#,
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    ),
    (#"{"Statement":[{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}]}"#, "Syntax errors in policy."),
  ]) func checksDocuments(_ text: String, _ message: String) async throws {
    let house = try IAMHouse().house
    let error = await house.error(CreatePolicy.self) {
      $0[CreatePolicy.Input.policyName] = "p"
      $0[CreatePolicy.Input.policyDocument] = text
    }
    #expect(error?.code == "MalformedPolicyDocument" && error?.message == message)
  }

  @Test func documentsMayHaveLinesOfAnyKind() async throws {
    let house = try IAMHouse().house
    _ = try await house.call(CreatePolicy.self) {
      $0[CreatePolicy.Input.policyName] = "p"
      $0[CreatePolicy.Input.policyDocument] = RoleTests.document.replacing(",", with: ",\r\n\t")
    }
  }
}
