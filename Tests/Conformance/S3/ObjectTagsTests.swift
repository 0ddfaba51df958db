import Protocols
import Testing

@testable import S3

@Suite struct ObjectTagsTests {
  @Test func readsTheHeader() throws {
    let tags = try ObjectTags(header: "a=1&b%20b=%C3%B1&c")
    #expect(tags.pairs.map(\.key) == ["a", "b b", "c"])
    #expect(tags.pairs.map(\.value) == ["1", "ñ", ""])
    #expect(ObjectTags(stored: tags.stored).pairs.map(\.value) == ["1", "ñ", ""])
  }

  @Test func refusesTooManyAndTwice() {
    #expect(throws: AWSError.self) { try ObjectTags(header: "a=1&a=2") }
    #expect(throws: AWSError.self) { try ObjectTags(header: "aws:x=1") }
    #expect(throws: AWSError.self) { try ObjectTags(header: "%zz=1") }
    #expect(throws: AWSError.self) { try ObjectTags((0..<11).map { ("\($0)", "") }) }
    #expect(throws: AWSError.self) { try ObjectTags([(String(repeating: "k", count: 129), "")]) }
  }
}
