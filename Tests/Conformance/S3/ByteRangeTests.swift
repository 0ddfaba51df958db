import Protocols
import Testing

@testable import S3

@Suite struct ByteRangeTests {
  @Test(arguments: [
    ("bytes=0-0", 0..<1), ("bytes=2-", 2..<10), ("bytes=-3", 7..<10), ("bytes=-99", 0..<10), ("bytes=3-99", 3..<10),
    ("bytes=0-99999999999999999999999", 0..<10),
  ])
  func reads(_ text: String, _ range: Range<Int>) throws { #expect(try ByteRange.parse(text, size: 10) == range) }

  @Test(arguments: ["bytes=5-2", "bytes=0-1,4-5", "items=0-1", "bytes=", "bytes=-", "bytes=a-b"])
  func passesOver(_ text: String) throws { #expect(try ByteRange.parse(text, size: 10) == nil) }

  @Test(arguments: ["bytes=10-", "bytes=10-20", "bytes=-0"])
  func cannotSatisfy(_ text: String) {
    #expect(throws: AWSError.self) { try ByteRange.parse(text, size: 10) }
    #expect(throws: AWSError.self) { try ByteRange.parse("bytes=0-", size: 0) }
  }

  @Test func ofACopyMustLieInside() throws {
    #expect(try ByteRange.parse(copy: "bytes=1-9", size: 10) == 1..<10)
    for text in ["bytes=1-", "bytes=1-10", "bytes=5-2", "1-2"] {
      #expect(throws: AWSError.self) { try ByteRange.parse(copy: text, size: 10) }
    }
  }
}
