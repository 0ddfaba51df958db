import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct ListObjectsTests {
  @Test func followsTheMarker() async throws {
    let house = try await s3House()
    for key in ["a/1", "a/2", "b", "c/1"] { try await house.put(key) }
    var marker: String?
    var seen: [String] = []
    for _ in 0..<3 {
      let output = try await house.call(ListObjects.self) {
        $0[ListObjects.Input.bucket] = "bucket"
        $0[ListObjects.Input.delimiter] = "/"
        $0[ListObjects.Input.maxKeys] = 1
        $0[ListObjects.Input.marker] = marker
      }
      seen += (output[ListObjects.Output.contents] ?? []).compactMap { $0[ListedObject.key] }
      seen += (output[ListObjects.Output.commonPrefixes] ?? []).compactMap { $0[CommonPrefix.prefix] }
      marker = output[ListObjects.Output.nextMarker]
    }
    #expect(seen == ["a/", "b", "c/"])
    #expect(marker == nil)
  }

  /// Some clients read the moment by the places of its digits.
  @Test func momentsHaveMilliseconds() async throws {
    let house = try await s3House()
    try await house.put("k", [1])
    let text = await house.configuration("").text
    #expect(text.contains(/<LastModified>[0-9-]{10}T[0-9:]{8}\.000Z<\/LastModified>/))
    let all = await house.send("GET", "/")
    #expect(String(decoding: all.body, as: UTF8.self).contains(/<CreationDate>[0-9-]{10}T[0-9:]{8}\.[0-9]{3}Z</))
  }
}
