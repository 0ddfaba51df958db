import Protocols
import Testing

@Suite struct CBORReaderTests {
  private func read<Value>(_ hex: String, _ body: (inout CBORReader) throws -> Value) throws -> Value {
    try (try #require(Hex.decode(hex))).withUnsafeBytes { raw in
      var reader = CBORReader(raw)
      return try body(&reader)
    }
  }

  private func error(_ bytes: [UInt8]) -> CBORError? {
    do throws(CBORError) {
      try bytes.withBytes { (raw: UnsafeRawBufferPointer) throws(CBORError) in
        var reader = CBORReader(raw)
        try reader.skipValue()
        try reader.end()
      }
      return nil
    } catch {
      return error
    }
  }

  // RFC 8949 appendix A
  @Test(arguments: [
    ("00", 0), ("17", 23), ("1818", 24), ("1903e8", 1000), ("1a000f4240", 1_000_000),
    ("1b000000e8d4a51000", 1_000_000_000_000), ("20", -1), ("3863", -100), ("3903e7", -1000),
    ("1b7fffffffffffffff", Int64.max), ("3b7fffffffffffffff", .min),
  ])
  func integers(hex: String, value: Int64) throws {
    #expect(try read(hex) { try $0.int64() } == value)
    var writer = CBORWriter()
    writer.integer(value)
    #expect(Hex.encode(writer.bytes) == hex)
  }

  // RFC 8949 appendix A
  @Test(arguments: [
    ("f90000", 0.0), ("f98000", -0.0), ("f93c00", 1.0), ("fb3ff199999999999a", 1.1), ("f93e00", 1.5),
    ("f97bff", 65504.0), ("fa47c35000", 100_000.0), ("fa7f7fffff", 3.4028234663852886e+38),
    ("fb7e37e43c8800759c", 1.0e+300),
    ("f90001", 5.960464477539063e-8), ("f90400", 0.00006103515625), ("f9c400", -4.0), ("fbc010666666666666", -4.1),
    ("f97c00", .infinity), ("f9fc00", -.infinity), ("fa7f800000", .infinity), ("fbfff0000000000000", -.infinity),
    ("05", 5.0), ("24", -5.0), ("1bffffffffffffffff", 18446744073709551615.0),
  ])
  func floats(hex: String, value: Double) throws {
    #expect(try read(hex) { try $0.double() }.bitPattern == value.bitPattern)
  }

  @Test func notANumber() throws {
    for hex in ["f97e00", "fa7fc00000", "fb7ff8000000000000"] { #expect(try read(hex) { try $0.double() }.isNaN) }
  }

  @Test func stringsInOneOrMorePieces() throws {
    #expect(try read("6449455446") { try $0.string() } == "IETF")
    #expect(try read("63e6b0b4") { try $0.string() } == "水")
    #expect(try read("7f657374726561646d696e67ff") { try $0.string() } == "streaming")
    #expect(try read("4401020304") { try $0.byteString() } == [1, 2, 3, 4])
    #expect(try read("5f42010243030405ff") { try $0.byteString() } == [1, 2, 3, 4, 5])
    #expect(try read("5fff") { try $0.byteString() } == [])
    #expect(try read("7f657374726561646d696e67ff") { try $0.text().equals("streaming") })
  }

  @Test(arguments: ["a26161016162820203", "bf61610161629f0203ffff", "bf61610161628202 03ff", "a261610161629f0203ff"])
  func maps(hex: String) throws {
    try read(hex.filter { $0 != " " }) { reader in
      try reader.beginMap()
      #expect(try reader.nextKey()?.string == "a")
      #expect(try reader.int64() == 1)
      let key = try #require(try reader.nextKey())
      #expect(key.equals("b") && !key.equals("c") && !key.equals("bb"))
      try reader.beginArray()
      var numbers: [Int64] = []
      while try reader.nextElement() { numbers.append(try reader.int64()) }
      #expect(numbers == [2, 3])
      #expect(try reader.nextKey() == nil)
      try reader.end()
    }
  }

  @Test func tagsAndSimpleValues() throws {
    try read("c11a514b67b0") { (reader: inout CBORReader) throws in
      #expect(try reader.peek() == .tag)
      #expect(try reader.tag() == 1)
      #expect(try reader.int64() == 1_363_896_240)
    }
    try read("9ff4f5f6f7f0f8ffff") { reader in
      try reader.beginArray()
      _ = try reader.nextElement()
      #expect(try !reader.bool())
      _ = try reader.nextElement()
      #expect(try reader.bool())
      _ = try reader.nextElement()
      #expect(try reader.takeNull())
      _ = try reader.nextElement()
      #expect(try reader.takeNull())
      _ = try reader.nextElement()
      #expect(try reader.peek() == .simple)
      try reader.skipValue()
      _ = try reader.nextElement()
      try reader.skipValue()
      #expect(try !reader.nextElement())
    }
  }

  @Test(arguments: [
    ("", CBORError.Reason.unexpectedEnd), ("18", .unexpectedEnd), ("1900", .unexpectedEnd),
    ("44010203", .unexpectedEnd),
    ("5bffffffffffffffff00", .unexpectedEnd), ("7b7fffffffffffffff61", .unexpectedEnd),
    ("9bffffffffffffffff", .unexpectedEnd),
    ("bb00000000ffffffff", .unexpectedEnd), ("820101".dropLast(2) + "", .unexpectedEnd), ("9f01", .unexpectedEnd),
    ("a16161", .unexpectedEnd), ("c1", .unexpectedEnd), ("5f4101", .unexpectedEnd), ("1c", .unexpectedByte),
    ("ff", .unexpectedByte), ("fc", .unexpectedByte), ("3f", .unexpectedByte), ("df", .unexpectedByte),
    ("f818", .unexpectedByte), ("5f6161ff", .unexpectedByte), ("5f5f4101ffff", .unexpectedByte),
    ("7f4101ff", .unexpectedByte),
    ("0000", .trailingBytes), ("62c328", .invalidUTF8), ("7f61c361a9ff", .invalidUTF8),
    ("bf616101ff00", .trailingBytes),
    ("bf6161ff", .unexpectedByte),
  ])
  func saysWhatIsWrong(hex: String, reason: CBORError.Reason) throws {
    #expect(error(try #require(Hex.decode(hex)))?.reason == reason, "\(hex)")
  }

  @Test func tellsTypesApart() throws {
    #expect(throws: CBORError(.notAMap, at: 0)) { try read("80") { try $0.beginMap() } }
    #expect(throws: CBORError(.notAnArray, at: 0)) { try read("a0") { try $0.beginArray() } }
    #expect(throws: CBORError(.notText, at: 0)) { try read("40") { try $0.text() } }
    #expect(throws: CBORError(.notBytes, at: 0)) { try read("60") { try $0.byteString() } }
    #expect(throws: CBORError(.notAnInteger, at: 0)) { try read("f93c00") { try $0.int64() } }
    #expect(throws: CBORError(.notANumber, at: 0)) { try read("60") { try $0.double() } }
    #expect(throws: CBORError(.notABoolean, at: 0)) { try read("00") { try $0.bool() } }
    #expect(throws: CBORError(.notATag, at: 0)) { try read("00") { try $0.tag() } }
    #expect(throws: CBORError(.outOfRange, at: 0)) { try read("1bffffffffffffffff") { try $0.int64() } }
    #expect(throws: CBORError(.outOfRange, at: 0)) { try read("3bffffffffffffffff") { try $0.int64() } }
    #expect(throws: CBORError(.notText, at: 1)) {
      try read("a10101") { reader in
        try reader.beginMap()
        return try reader.nextKey()?.string
      }
    }
  }

  @Test func refusesDepthPastTheLimit() {
    for byte: UInt8 in [0x81, 0x9F, 0xC1] {
      #expect(error([UInt8](repeating: byte, count: 200) + [0])?.reason != .tooDeep)
      #expect(error([UInt8](repeating: byte, count: 201) + [0]) == CBORError(.tooDeep, at: 200))
      #expect(error([UInt8](repeating: byte, count: 1_000_000)) == CBORError(.tooDeep, at: 200))
    }
  }

  @Test func writesWhatItReads() throws {
    var writer = CBORWriter()
    writer.beginMap()
    writer.text("Records")
    writer.beginArray()
    writer.byteString([UInt8](repeating: 7, count: 300))
    writer.end()
    writer.text("When")
    writer.tag(1)
    writer.integer(1_789_779_944_662)
    writer.text("D")
    writer.array(count: 4)
    writer.double(0.1)
    writer.float(1.5)
    writer.bool(true)
    writer.null()
    writer.text("M")
    writer.map(count: 1)
    writer.text("é")
    writer.text("")
    writer.end()
    try writer.bytes.withUnsafeBytes { raw in
      var reader = CBORReader(raw)
      try reader.beginMap()
      #expect(try reader.nextKey()?.string == "Records")
      try reader.beginArray()
      #expect(try reader.nextElement())
      #expect(try reader.byteString() == [UInt8](repeating: 7, count: 300))
      #expect(try !reader.nextElement())
      #expect(try reader.nextKey()?.string == "When")
      #expect(try reader.tag() == 1)
      #expect(try reader.int64() == 1_789_779_944_662)
      _ = try reader.nextKey()
      try reader.beginArray()
      _ = try reader.nextElement()
      #expect(try reader.double() == 0.1)
      _ = try reader.nextElement()
      #expect(try reader.double() == 1.5)
      _ = try reader.nextElement()
      #expect(try reader.bool())
      _ = try reader.nextElement()
      #expect(try reader.takeNull())
      #expect(try !reader.nextElement())
      #expect(try reader.nextKey()?.string == "M")
      try reader.skipValue()
      #expect(try reader.nextKey() == nil)
      try reader.end()
    }
  }

  @Test func survivesAnyBytes() throws {
    let seed = try #require(
      Hex.decode("bf675265636f7264739f44010203047f6161626262fffb3ff199999999999aff6157c11a514b67b0f93c00a1616181f6ff"))
    var mutation = Mutation(seed: 5)
    for _ in 0..<20_000 { _ = error(mutation.mutate(seed)) }
  }
}
