import Protocols
import Testing

@Suite struct CRCTests {
  /// The check values of the catalogue of parametrised CRC algorithms: of "123456789".
  @Test(arguments: [
    (CRC.Algorithm.crc32, UInt64(0xCBF4_3926)), (.crc32c, 0xE306_9283), (.crc64nvme, 0xAE8B_1486_0A79_9888),
  ])
  func checkValues(algorithm: CRC.Algorithm, check: UInt64) {
    #expect(CRC.value(algorithm, of: Array("123456789".utf8)) == check)
    #expect(CRC.value(algorithm, of: []) == 0)
  }

  @Test func valuesAsHeadersCarryThem() {
    var crc = CRC(.crc32)
    crc.update(Array("123456789".utf8))
    #expect(crc.bytes == [0xCB, 0xF4, 0x39, 0x26])
    #expect(CRC.Algorithm.allCases.map(\.size) == [4, 4, 8])
  }

  @Test(arguments: CRC.Algorithm.allCases) func piecesAndPartsGiveTheWhole(algorithm: CRC.Algorithm) {
    var mutation = Mutation(seed: 6)
    let bytes = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &mutation) }
    let whole = CRC.value(algorithm, of: bytes)
    for cut in [0, 1, 7, 8, 9, 500, 993, 999, 1000] {
      var crc = CRC(algorithm)
      crc.update(Array(bytes[..<cut]))
      crc.update(Array(bytes[cut...]))
      #expect(crc.value == whole)
      let first = CRC.value(algorithm, of: Array(bytes[..<cut]))
      let second = CRC.value(algorithm, of: Array(bytes[cut...]))
      #expect(CRC.combine(algorithm, first, second, secondLength: 1000 - cut) == whole)
    }
  }

  /// Long runs are folded, short ones are not: both give the same.
  @Test(arguments: CRC.Algorithm.allCases) func longRunsAreAsShortOnes(algorithm: CRC.Algorithm) {
    var mutation = Mutation(seed: 7)
    for count in [255, 256, 257, 319, 320, 321, 1023, 4096, 70_001] {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &mutation) }
      var pieces = CRC(algorithm)
      for start in stride(from: 0, to: count, by: 100) { pieces.update(Array(bytes[start..<min(count, start + 100)])) }
      #expect(CRC.value(algorithm, of: bytes) == pieces.value)
      var two = CRC(algorithm)
      two.update(Array(bytes[..<13]))
      two.update(Array(bytes[13...]))
      #expect(two.value == pieces.value)
    }
  }
}
