import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct GetObjectAttributesTests {
  private func attributes(_ house: TestHouse, _ key: String, _ names: String) async -> (status: Int, text: String) {
    let answer = await house.send(
      "GET", "/bucket/\(key)", query: "attributes", fields: [("x-amz-object-attributes", names)])
    return (answer.status, String(decoding: answer.body, as: UTF8.self))
  }

  @Test func tellsWhatIsAsked() async throws {
    let house = try await s3House()
    try await house.put("k", [1, 2, 3])
    let size = await attributes(house, "k", "ObjectSize")
    #expect(size.text.contains("<ObjectSize>3</ObjectSize>"))
    #expect(!size.text.contains("ETag") && !size.text.contains("StorageClass"))
    let more = await attributes(house, "k", "ETag, Checksum,StorageClass,ObjectParts")
    // No quotes around the tag here, and no parts of what came in one piece.
    #expect(more.text.contains("<ETag>5289df737df57326fcdd22597afb1fac</ETag>"))
    #expect(more.text.contains("<ChecksumType>FULL_OBJECT</ChecksumType>"))
    #expect(more.text.contains("<StorageClass>STANDARD</StorageClass>"))
    #expect(!more.text.contains("ObjectParts"))
    #expect(await attributes(house, "k", "Nonsense").status == 400)
    #expect(await attributes(house, "none", "ETag").text.contains("<Code>NoSuchKey</Code>"))
  }
}
