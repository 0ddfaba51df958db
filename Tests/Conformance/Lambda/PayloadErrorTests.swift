import Protocols
import Testing

@testable import Lambda

@Suite struct PayloadErrorTests {
  @Test(arguments: [
    (
      "{", "Unexpected end-of-input: expected close marker for Object (start marker at SOURCE; line: 1, column: 1])", 1,
      2
    ),
    (
      "{\"a\":\n [1",
      "Unexpected end-of-input: expected close marker for Array (start marker at SOURCE; line: 2, column: 2])", 2, 4
    ),
    (#"{"a":"x"#, "Unexpected end-of-input in VALUE_STRING", 1, 8),
    ("{c", "Unexpected character ('c' (code 99)): was expecting double-quote to start field name", 1, 2),
    (#"{"a" 1"#, "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value", 1, 6),
    (#"{"a":1 2"#, "Unexpected character ('2' (code 50)): was expecting comma to separate Object entries", 1, 8),
    ("[1 2", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", 1, 4),
    ("Hello World", "Unrecognized token 'Hello': was expecting ANY", 1, 6),
    ("'test'", "Unexpected character (''' (code 39)): expected a valid value ANY", 1, 1),
    (#"{"a":}"#, "Unexpected character ('}' (code 125)): expected a valid value ANY", 1, 6),
  ])
  func saysWhatIsWrong(_ payload: String, _ sentence: String, _ line: Int, _ column: Int) {
    let source = "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)"
    let wanted = sentence.replacing("SOURCE", with: source).replacing(
      "ANY", with: "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')")
    do throws(AWSError) {
      try Payload.check(Array(payload.utf8), .requestResponse)
      Issue.record("taken")
    } catch {
      #expect(error.code == "InvalidRequestContentException")
      #expect(
        error.message
          == "Could not parse request body into json: Could not parse payload into json: \(wanted)\n at \(source); "
          + "line: \(line), column: \(column)]")
    }
  }
}
