import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct DeletePublicAccessBlockTests {
  @Test func leavesNothing() async throws {
    let house = try await s3House()
    for _ in 0..<2 {
      let answer = await house.s3("DELETE", "/bucket?publicAccessBlock")
      #expect(answer.status == 204 && answer.text.isEmpty)
      let missing = await house.s3("GET", "/bucket?publicAccessBlock")
      #expect(missing.status == 404)
      #expect(
        missing.error == """
          <Code>NoSuchPublicAccessBlockConfiguration</Code><Message>The public access block configuration was not found\
          </Message><BucketName>bucket</BucketName>
          """)
    }
    #expect(await house.s3("DELETE", "/nowhere?publicAccessBlock").error == noSuchBucket("nowhere"))
  }

  @Test func publicPoliciesAreTakenThen() async throws {
    let house = try await AccessTests.house(ownership: "BucketOwnerEnforced")
    let open = #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::bucket/*"}}"#
    #expect(await AccessTests.setPolicy(house, open)?.code == "AccessDenied")
    _ = try await house.call(DeletePublicAccessBlock.self, account: AccessTests.owner) {
      $0[DeletePublicAccessBlock.Input.bucket] = "bucket"
    }
    #expect(await AccessTests.setPolicy(house, open) == nil)
    #expect(await house.send("GET", "/bucket/k").status == 200)
  }
}
