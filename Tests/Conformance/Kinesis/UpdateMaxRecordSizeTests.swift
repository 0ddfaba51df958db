import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct UpdateMaxRecordSizeTests {
  private func set(_ size: Int32, _ house: KinesisHouse) async -> String? {
    await house.refusal(UpdateMaxRecordSize.self) {
      $0[UpdateMaxRecordSize.Input.streamARN] = KinesisHouse.arn
      $0[UpdateMaxRecordSize.Input.maxRecordSize] = size
    }
  }

  @Test func largerRecordsAreTaken() async throws {
    let house = try await KinesisHouse.withStream()
    let large = String(repeating: "x", count: 2 << 20)
    await #expect(throws: AWSError.self) { try await house.put(large) }
    #expect(await set(3072, house) == nil)
    try await house.put(large)
    #expect(try await house.summary()[KinesisHouse.Summary.maxRecordSize] == 3072)
    for size in [1023, 10_241] as [Int32] {
      #expect(
        await set(size, house)?
          .hasPrefix("ValidationException: 1 validation error detected: Value '\(size)' at 'maxRecordSizeInKiB'")
          == true)
    }
  }

  @Test func thePresentSizeLeavesTheStreamActive() async throws {
    let house = try await KinesisHouse.withStream(delay: 60_000)
    #expect(await set(1024, house) == nil)
    #expect(try await house.summary()[KinesisHouse.Summary.streamStatus] == "ACTIVE")
    #expect(await set(2048, house) == nil)
    #expect(try await house.summary()[KinesisHouse.Summary.streamStatus] == "UPDATING")
    #expect(
      await set(4096, house)
        == "ResourceInUseException: Stream s under account 000000000000 not ACTIVE, instead in state UPDATING")
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire(
        "UpdateMaxRecordSize",
        #"{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","MaxRecordSizeInKiB":2048}"#)
        == "200")
    #expect(
      await house.wire(
        "UpdateMaxRecordSize",
        #"{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","MaxRecordSizeInKiB":1023}"#)
          == #"""
          400
          {"__type":"ValidationException",
          "message":"1 validation error detected: Value '1023' at 'maxRecordSizeInKiB'
          failed to satisfy constraint: Member must have value greater than or equal to 1024"}
          """#)
  }
}
