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
}
