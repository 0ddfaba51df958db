import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct StopStreamEncryptionTests {
  private func stop(_ house: KinesisHouse) async -> String? {
    await house.refusal(StopStreamEncryption.self) {
      $0[StopStreamEncryption.Input.streamName] = "s"
      $0[StopStreamEncryption.Input.encryptionType] = "KMS"
      $0[StopStreamEncryption.Input.keyID] = "alias/k"
    }
  }

  @Test func onlyAnEncryptedStreamCanStop() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(await stop(house)?.hasPrefix("InvalidArgumentException: ") == true)
    #expect(await StartStreamEncryptionTests().start(house) == nil)
    #expect(await stop(house) == nil)
    #expect(try await house.summary()[KinesisHouse.Summary.encryptionType] == "NONE")
    try await house.put("plain")
    #expect(
      try await house.page(house.iterator())[GetRecords.Output.records].map { $0[Record.encryptionType] } == [nil])
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    _ = await house.wire("StartStreamEncryption", #"{"StreamName":"s","EncryptionType":"KMS","KeyId":"alias/k"}"#)
    #expect(
      await house.wire("StopStreamEncryption", #"{"StreamName":"s","EncryptionType":"KMS","KeyId":"alias/k"}"#)
        == "200")
    #expect(
      await house.wire("StopStreamEncryption", #"{"StreamName":"s","EncryptionType":"KMS"}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value null at 'keyId'
        failed to satisfy constraint: Member must not be null"}
        """#)
  }
}
