import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct PutResourcePolicyTests {
  static func put(_ policy: String, on arn: String, _ house: KinesisHouse) async -> String? {
    await house.refusal(PutResourcePolicy.self) {
      $0[PutResourcePolicy.Input.resourceARN] = arn
      $0[PutResourcePolicy.Input.policy] = policy
    }
  }

  static func get(_ arn: String, _ house: KinesisHouse) async throws(AWSError) -> String {
    try await house.call(GetResourcePolicy.self) { $0[GetResourcePolicy.Input.resourceARN] = arn }[
      GetResourcePolicy.Output.policy]
  }

  /// Minified, and lists of one text become the text (recorded from AWS).
  @Test func comesBackAsAWSKeepsIt() async throws {
    let house = try await KinesisHouse.withStream()
    let consumer = try await house.register()
    for arn in [KinesisHouse.arn, consumer] {
      let policy = #"{ "Statement": [ { "Action": ["kinesis:PutRecord"], "Resource": ["a", "b"] } ] }"#
      #expect(await Self.put(policy, on: arn, house) == nil)
      #expect(
        try await Self.get(arn, house) == #"{"Statement":[{"Action":"kinesis:PutRecord","Resource":["a","b"]}]}"#)
    }
  }

  @Test(arguments: ["nonsense", "[]", "1", ""]) func refusesWhatIsNoPolicy(policy: String) async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await Self.put(policy, on: KinesisHouse.arn, house)
        == "InvalidArgumentException: Policy validation error: This policy contains invalid Json")
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire(
        "PutResourcePolicy",
        #"{"ResourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","Policy":"{}"}"#)
        == "200")
    #expect(
      await house.wire(
        "PutResourcePolicy",
        #"{"ResourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","Policy":"{"}"#)
          == #"""
          400
          {"__type":"InvalidArgumentException",
          "message":"Policy validation error: This policy contains invalid Json"}
          """#)
  }
}
