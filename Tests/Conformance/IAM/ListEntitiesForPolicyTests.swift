import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListEntitiesForPolicyTests {
  @Test func rolesUsersAndGroups() async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("CreateGroup", "GroupName=g")
    await house.given("CreateUser", "UserName=ana")
    await house.given("AttachRolePolicy", "RoleName=r&PolicyArn=arn:aws:iam::000000000000:policy/p")
    await house.given("AttachGroupPolicy", "GroupName=g&PolicyArn=arn:aws:iam::000000000000:policy/p")
    await house.given("AttachUserPolicy", "UserName=ana&PolicyArn=arn:aws:iam::000000000000:policy/p")
    let answer7 = await house.wire("ListEntitiesForPolicy", "PolicyArn=arn:aws:iam::000000000000:policy/p")
    #expect(answer7.status == 200, "\(answer7.text)")
    #expect(answer7.text.contains("<PolicyGroups><member><GroupName>g</GroupName><GroupId>AGPA"), "\(answer7.text)")
    #expect(answer7.text.contains("<PolicyUsers><member><UserName>ana</UserName><UserId>AIDA"), "\(answer7.text)")
    #expect(answer7.text.contains("<PolicyRoles><member><RoleName>r</RoleName><RoleId>AROA"), "\(answer7.text)")
    let answer8 = await house.wire(
      "ListEntitiesForPolicy", "PolicyArn=arn:aws:iam::000000000000:policy/p&EntityFilter=User")
    #expect(answer8.status == 200, "\(answer8.text)")
    #expect(answer8.text.contains("<UserName>ana</UserName>"), "\(answer8.text)")
    #expect(!answer8.text.contains("<RoleName>"), "\(answer8.text)")
    #expect(!answer8.text.contains("<GroupName>"), "\(answer8.text)")
    let answer9 = await house.wire(
      "ListEntitiesForPolicy", "PolicyArn=arn:aws:iam::000000000000:policy/p&PolicyUsageFilter=PermissionsBoundary")
    #expect(answer9.status == 200, "\(answer9.text)")
    #expect(!answer9.text.contains("<member>"), "\(answer9.text)")
    let answer10 = await house.wire("ListEntitiesForPolicy", "PolicyArn=arn:aws:iam::000000000000:policy/p&MaxItems=1")
    #expect(answer10.status == 200, "\(answer10.text)")
    #expect(answer10.text.contains("<GroupName>g</GroupName>"), "\(answer10.text)")
    #expect(!answer10.text.contains("<UserName>"), "\(answer10.text)")
    #expect(answer10.text.contains("<IsTruncated>true</IsTruncated><Marker>"), "\(answer10.text)")
  }

  @Test(arguments: [
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/none",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none was not found."
    ),
    ("PolicyArn=arn:aws:iam::000000000000:policy/p&Marker=x", "ValidationError: Invalid Marker."),
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/p&EntityFilter=Dog",
      "ValidationError: 1 validation error detected: Value 'Dog' at 'entityFilter' failed to satisfy constraint: Member must satisfy enum value set: [User, Role, Group, LocalManagedPolicy, AWSManagedPolicy]"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    #expect(await house.wire("ListEntitiesForPolicy", request).refusal == words)
  }
}
