import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct DeleteBucketPolicyTests {
  @Test func leavesNothing() async throws {
    let house = try await s3House()
    let policy = """
      {"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::bucket/*"}}
      """
    #expect(await house.s3("PUT", "/bucket?policy", policy).status == 204)
    // One that is not there is as good as deleted.
    for _ in 0..<2 {
      let answer = await house.s3("DELETE", "/bucket?policy")
      #expect(answer.status == 204 && answer.text.isEmpty)
      #expect(await house.s3("GET", "/bucket?policy").error == noSuchPolicy)
    }
    #expect(await house.s3("DELETE", "/nowhere?policy").error == noSuchBucket("nowhere"))
  }

  @Test func whatItDeniedIsAllowedAgain() async throws {
    let house = try await AccessTests.house()
    let deny = """
      {"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}}
      """
    #expect(await AccessTests.setPolicy(house, deny) == nil)
    #expect(await AccessTests.read(house, AccessTests.owner) == "AccessDenied")
    _ = try await house.call(DeleteBucketPolicy.self, account: AccessTests.owner) {
      $0[DeleteBucketPolicy.Input.bucket] = "bucket"
    }
    #expect(await AccessTests.read(house, AccessTests.owner) == nil)
  }
}
