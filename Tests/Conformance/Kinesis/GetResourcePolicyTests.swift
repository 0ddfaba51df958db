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

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    _ = await house.wire(
      "PutResourcePolicy", #"{"ResourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","Policy":"{}"}"#)
    #expect(
      await house.wire("GetResourcePolicy", #"{"ResourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}"#)
        == #"""
        200
        {"Policy":"{}"}
        """#)
    #expect(
      await house.wire("GetResourcePolicy", #"{}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value null at 'resourceARN'
        failed to satisfy constraint: Member must not be null"}
        """#)
  }
}
