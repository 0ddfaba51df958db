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

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    _ = await house.wire(
      "PutResourcePolicy", #"{"ResourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","Policy":"{}"}"#)
    #expect(
      await house.wire(
        "DeleteResourcePolicy",
        #"{"ResourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}"#)
        == "200")
    #expect(
      await house.wire(
        "DeleteResourcePolicy",
        #"{"ResourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}"#)
          == #"""
          400
          {"__type":"ResourceNotFoundException",
          "message":"No resource policy found for resource ARN arn:aws:kinesis:us-east-1:000000000000:stream/s."}
          """#)
  }
}
