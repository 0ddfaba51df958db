import Protocols
import Runtime
import Testing

@Suite struct AggregatedRecordTests {
  /// keys "k" and "é"; hash key "7"; records ("k", data "one"), ("é" with hash key, data "").
  private static let message: [UInt8] =
    [0x0A, 1, 0x6B, 0x0A, 2, 0xC3, 0xA9, 0x12, 1, 0x37]
    + [0x1A, 7, 0x08, 0, 0x1A, 3, 0x6F, 0x6E, 0x65]
    + [0x1A, 6, 0x08, 1, 0x10, 0, 0x1A, 0]
  private static let magic: [UInt8] = [0xF3, 0x89, 0x9A, 0xC2]

  @Test func isTakenApart() throws {
    let record = try #require(AggregatedRecord(Self.magic + Self.message + MD5.hash(Self.message)))
    #expect(record.records.map(\.partitionKey) == ["k", "é"])
    #expect(record.records.map(\.data) == [Array("one".utf8), []])
    #expect(record.records[0].hashKey == MD5.number("k"))
    #expect(record.records[1].hashKey == 7)
  }

  @Test func whatIsNoneIsLeftAlone() {
    #expect(AggregatedRecord([]) == nil)
    #expect(AggregatedRecord(Self.magic) == nil)
    #expect(AggregatedRecord(Array("hello, this is no aggregate".utf8)) == nil)
    #expect(AggregatedRecord(Self.magic + Self.message + [UInt8](repeating: 0, count: 16)) == nil)
    // Every cut of the message, with a checksum that is right for it.
    for count in 1..<Self.message.count {
      let cut = Array(Self.message.prefix(count))
      let record = AggregatedRecord(Self.magic + cut + MD5.hash(cut))
      #expect(record == nil || (record?.records.count ?? 0) < 2)
    }
    let wild: [UInt8] = [0x1A, 4, 0x08, 9, 0x1A, 0]
    #expect(AggregatedRecord(Self.magic + wild + MD5.hash(wild)) == nil)
  }
}
