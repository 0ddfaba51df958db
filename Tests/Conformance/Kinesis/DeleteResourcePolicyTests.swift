import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct DeleteResourcePolicyTests {
  @Test func whatIsNotThereCannotGo() async throws {
    let house = try await KinesisHouse.withStream()
    func delete() async -> String? {
      await house.refusal(DeleteResourcePolicy.self) { $0[DeleteResourcePolicy.Input.resourceARN] = KinesisHouse.arn }
    }
    #expect(
      await delete() == "ResourceNotFoundException: No resource policy found for resource ARN \(KinesisHouse.arn).")
    #expect(await PutResourcePolicyTests.put("{}", on: KinesisHouse.arn, house) == nil)
    #expect(await delete() == nil)
    #expect(try await PutResourcePolicyTests.get(KinesisHouse.arn, house) == "{}")
  }
}
