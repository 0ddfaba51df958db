import Protocols
import Testing

@Suite struct JSONReaderTests {
  /// Runs `body` on a reader over the text's bytes.
  private func read<Value>(_ text: String, _ body: (inout JSONReader) throws -> Value) throws -> Value {
    try Array(text.utf8).withUnsafeBytes { raw in
      var reader = JSONReader(raw)
      return try body(&reader)
    }
  }

  private func error(_ bytes: [UInt8]) -> JSONError? {
    do throws(JSONError) {
      _ = try JSONValue.parse(bytes)
      return nil
    } catch {
      return error
    }
  }

  private func error(_ text: String) -> JSONError? { error(Array(text.utf8)) }

  @Test func pullsValuesWithoutATree() throws {
    let text =
      #" { "Name" : "a\u0041\n" , "Data":"aGk=", "Skip":[1,{"x":[]},null,"]}"], "N":-12, "D":2.5e1,"B":true,"Z":null}"#
    try read(text) { reader in
      var seen: [String] = []
      try reader.beginObject()
      while let key = try reader.nextKey() {
        seen.append(key.string)
        if key.equals("Name") {
          #expect(try reader.string() == "aA\n")
        } else if key.equals("Data") {
          #expect(try reader.base64() == Array("hi".utf8))
        } else if key.equals("N") {
          #expect(try reader.int64() == -12)
        } else if key.equals("D") {
          #expect(try reader.double() == 25)
        } else if key.equals("B") {
          #expect(try reader.bool())
        } else if key.equals("Z") {
          #expect(try reader.takeNull())
        } else {
          #expect(String(decoding: try reader.rawValue(), as: UTF8.self) == #"[1,{"x":[]},null,"]}"]"#)
        }
      }
      try reader.end()
      #expect(seen == ["Name", "Data", "Skip", "N", "D", "B", "Z"])
    }
  }

  @Test func handsOutDuplicateKeys() throws {
    try read(#"{"a":1,"\u0061":2}"#) { reader in
      var count = 0
      try reader.beginObject()
      while let key = try reader.nextKey() {
        if key.equals("a") { count += 1 }
        try reader.skipValue()
      }
      #expect(count == 2)
    }
    #expect(try JSONValue.parse(#"{"a":1,"b":2,"a":3}"#).text == #"{"a":3,"b":2}"#)
    #expect(throws: JSONError(.duplicateKey, at: 11)) {
      try JSONValue.parse(Array(#"{"a":1,"a":3}"#.utf8), duplicateKeys: .refused)
    }
  }

  @Test(arguments: [
    ("", JSONError.Reason.unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("{", .unexpectedEnd, 1),
    (#"{"a""#, .unexpectedEnd, 4), (#"{"a":1"#, .unexpectedEnd, 6), ("[1,", .unexpectedEnd, 3),
    (#""abc"#, .unexpectedEnd, 4), (#""abcdefghij"#, .unexpectedEnd, 11), ("tru", .unexpectedEnd, 3),
    ("-", .unexpectedEnd, 1), ("1.", .unexpectedEnd, 2), ("1e", .unexpectedEnd, 2), (#""\"#, .unexpectedEnd, 2),
    ("{}x", .trailingBytes, 2), ("01", .trailingBytes, 1), ("1 2", .trailingBytes, 2), ("+1", .unexpectedCharacter, 0),
    ("[1,]", .unexpectedCharacter, 3), (#"{"a":1,}"#, .unexpectedCharacter, 7), ("[,1]", .unexpectedCharacter, 1),
    ("{,}", .keyExpected, 1), ("{a:1}", .keyExpected, 1), (#"{"a" 1}"#, .colonExpected, 5),
    ("[1 2]", .commaExpected, 3),
    (#"{"a":1]"#, .commaExpected, 6), ("[1}", .commaExpected, 2), ("nulL", .unexpectedCharacter, 3),
    ("NaN", .unexpectedCharacter, 0), ("-x", .invalidNumber, 1), ("1.x", .invalidNumber, 2),
    ("1e+x", .invalidNumber, 3),
    ("\"a\nb\"", .controlCharacter, 2), ("\"abcdefgh\u{0}\"", .controlCharacter, 9), (#""\x""#, .invalidEscape, 1),
    (#""\u12G4""#, .invalidEscape, 1), (#""\ud800""#, .loneSurrogate, 1), (#""a\udc00""#, .loneSurrogate, 2),
    (#""\ud800\u0041""#, .loneSurrogate, 1), ("// c\n1", .unexpectedCharacter, 0), ("'a'", .unexpectedCharacter, 0),
    ("\u{FEFF}1", .unexpectedCharacter, 0),
  ])
  func saysWhatIsWrongAndWhere(text: String, reason: JSONError.Reason, offset: Int) {
    #expect(error(text) == JSONError(reason, at: offset))
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0xAF], [0xC1, 0x81], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82],
      [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
    ] as [[UInt8]])
  func refusesBytesThatAreNotUTF8(bytes: [UInt8]) {
    #expect(error([0x22] + bytes + [0x22]) == JSONError(.invalidUTF8, at: 1))
    #expect(error([0x22] + Array("abcdefghi".utf8) + bytes + [0x22]) == JSONError(.invalidUTF8, at: 10))
  }

  @Test func takesEveryEscapeAndCharacter() throws {
    let text = #""\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00 é€😀 plain text after it""#
    let value = try JSONValue.parse(text)
    #expect(value == .string("\"\\/\u{8}\u{c}\n\r\té€😀 é€😀 plain text after it"))
    #expect(try JSONValue.parse(value.text) == value)
  }

  @Test func refusesDepthPastTheLimit() throws {
    let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    _ = try JSONValue.parse(deep)
    #expect(error("[" + deep + "]") == JSONError(.tooDeep, at: 200))
    #expect(error(String(repeating: "[", count: 1_000_000)) == JSONError(.tooDeep, at: 200))
    #expect(error(String(repeating: #"{"a":"#, count: 100_000)) == JSONError(.tooDeep, at: 1000))
  }

  @Test func keepsNumbersExact() throws {
    let digits = "1234567890123456789012345678901234567890.123456789e-400"
    #expect(try JSONValue.parse(digits) == .number(digits))
    #expect(try read("-9223372036854775808") { try $0.int64() } == .min)
    #expect(try read("9223372036854775807") { try $0.int64() } == .max)
    #expect(throws: JSONError(.outOfRange, at: 1)) { try read(" 9223372036854775808") { try $0.int64() } }
    #expect(throws: JSONError(.outOfRange, at: 0)) { try read("-9223372036854775809") { try $0.int64() } }
    #expect(throws: JSONError(.notAnInteger, at: 0)) { try read("1.0") { try $0.int64() } }
    #expect(throws: JSONError(.notANumber, at: 0)) { try read(#""1""#) { try $0.int64() } }
  }

  @Test(arguments: [
    "0", "-0.0", "1", "0.1", "3.14159", "1e22", "1e23", "-2.5e-3", "123456789012345", "123456789012345678",
    "0.000001234", "1.7976931348623157e308", "5e-324", "2.2250738585072014e-308", "9007199254740993", "1e400", "1e-400",
    "0.30000000000000004", "1.789779944662E9",
  ])
  func readsDoublesToTheNearest(text: String) throws {
    #expect(try read(text) { try $0.double() }.bitPattern == Double(text)?.bitPattern)
  }

  @Test func writesWhatItReads() throws {
    let text = #"{"a":[1,-2.50,true,false,null,"x\"y\\\n\u001F"],"é":{},"e":[],"n":{"m":[[]]}}"#
    #expect(try JSONValue.parse(text).text == text)
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("Shard")
    writer.string("s\t1")
    writer.key(prepared: JSONWriter.prepared("Data"))
    writer.base64([0, 1, 2, 3])
    writer.key("Numbers")
    writer.beginArray()
    for number: Int64 in [0, 9, 10, -1, .min, .max] { writer.integer(number) }
    writer.double(1)
    writer.double(0.1)
    writer.double(.infinity)
    writer.double(.nan)
    writer.float(0.1)
    writer.endArray()
    writer.endObject()
    let expected =
      #"{"Shard":"s\t1","Data":"AAECAw==","Numbers":[0,9,10,-1,-9223372036854775808,9223372036854775807,1.0,0.1,"Infinity","#
      + #""NaN",0.1]}"#
    #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
  }

  @Test func survivesAnyBytes() {
    let seed = Array(#"{"Records":[{"Data":"aGVsbG8=","N":-1.5e3,"S":"é\ud83d\ude00"}],"T":true,"Z":null}"#.utf8)
    var mutation = Mutation(seed: 1)
    for _ in 0..<20_000 {
      let bytes = mutation.mutate(seed)
      if let value = try? JSONValue.parse(bytes) {
        // What was accepted is written as JSON that means the same.
        let again = try? JSONValue.parse(value.bytes)
        if again != value { Issue.record("\(bytes)") }
      }
    }
  }
}
