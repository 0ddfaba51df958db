import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct GetResourcePolicyTests {
  @Test func withoutAPolicyItIsEmpty() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(try await PutResourcePolicyTests.get(KinesisHouse.arn, house) == "{}")
    #expect(
      await house.refusal(GetResourcePolicy.self) { $0[GetResourcePolicy.Input.resourceARN] = KinesisHouse.arn + "x" }
        == "ResourceNotFoundException: Stream sx under account 000000000000 not found.")
  }
}
