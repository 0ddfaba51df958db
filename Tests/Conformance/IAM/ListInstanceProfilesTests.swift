import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListInstanceProfilesTests {
  @Test func onlyThoseUnderThePath() async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    await house.given("CreateInstanceProfile", "InstanceProfileName=j&Path=/a/")
    let answer = await house.wire("ListInstanceProfiles", "PathPrefix=/a/")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<InstanceProfileName>j</InstanceProfileName>"), "\(answer.text)")
    #expect(!answer.text.contains("<InstanceProfileName>i</InstanceProfileName>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("Marker=x", "ValidationError: Invalid Marker.")
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    #expect(await house.wire("ListInstanceProfiles", request).refusal == words)
  }
}
