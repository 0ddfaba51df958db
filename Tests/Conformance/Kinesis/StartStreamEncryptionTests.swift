import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct StartStreamEncryptionTests {
  func start(_ house: KinesisHouse, type: String = "KMS", key: String = "alias/k") async -> String? {
    await house.refusal(StartStreamEncryption.self) {
      $0[StartStreamEncryption.Input.streamName] = "s"
      $0[StartStreamEncryption.Input.encryptionType] = type
      $0[StartStreamEncryption.Input.keyID] = key
    }
  }

  @Test func recordsCarryItFromThenOn() async throws {
    let house = try await KinesisHouse.withStream()
    try await house.put("plain")
    #expect(await start(house) == nil)
    let put = try await house.call(PutRecord.self) {
      $0[PutRecord.Input.streamName] = "s"
      $0[PutRecord.Input.partitionKey] = "k"
      $0[PutRecord.Input.data] = Blob(Array("kept".utf8))
    }
    #expect(put[PutRecord.Output.encryptionType] == "KMS")
    let records = try await house.page(house.iterator())[GetRecords.Output.records]
    #expect(records.map { $0[Record.encryptionType] } == [nil, "KMS"])
    let summary = try await house.summary()
    #expect(summary[KinesisHouse.Summary.encryptionType] == "KMS" && summary[KinesisHouse.Summary.keyID] == "alias/k")
    // The same key again is accepted.
    #expect(await start(house) == nil)
    #expect(await start(house, type: "NONE")?.hasPrefix("InvalidArgumentException: ") == true)
    #expect(
      await start(house, type: "AES")
        == "ValidationException: 1 validation error detected: Value 'AES' at 'encryptionType' failed to satisfy "
        + "constraint: Member must satisfy enum value set: [NONE, KMS]")
  }

  @Test func theOldValueShowsUntilTheStreamIsActive() async throws {
    let house = try await KinesisHouse.withStream(delay: 60_000)
    #expect(await start(house) == nil)
    let summary = try await house.summary()
    #expect(summary[KinesisHouse.Summary.streamStatus] == "UPDATING")
    #expect(summary[KinesisHouse.Summary.encryptionType] == "NONE")
    await house.house.advance(milliseconds: 60_000)
    try await house.untilStatus("ACTIVE")
    #expect(try await house.summary()[KinesisHouse.Summary.encryptionType] == "KMS")
    // The same key again passes through UPDATING too (recorded from AWS).
    #expect(await start(house) == nil)
    #expect(try await house.summary()[KinesisHouse.Summary.streamStatus] == "UPDATING")
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire("StartStreamEncryption", #"{"StreamName":"s","EncryptionType":"KMS","KeyId":"alias/k"}"#)
        == "200")
    #expect(
      await house.wire("StartStreamEncryption", #"{"StreamName":"s","EncryptionType":"AES","KeyId":"alias/k"}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value 'AES' at 'encryptionType'
        failed to satisfy constraint: Member must satisfy enum value set: [NONE, KMS]"}
        """#)
  }
}
