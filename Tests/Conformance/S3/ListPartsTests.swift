import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct ListPartsTests {
  private func numbers(_ text: String) -> [String] {
    text.split(separator: "<PartNumber>").dropFirst().map { String($0.prefix { $0 != "<" }) }
  }

  @Test func pagesInTheOrderOfTheNumbers() async throws {
    let house = try await s3House()
    let upload = try await house.upload("k", [[1], [2, 2], [3, 3, 3]])
    func list(_ more: String) async -> String {
      String(
        decoding: await house.send("GET", "/bucket/k", query: "uploadId=\(upload.id)\(more)").body, as: UTF8.self)
    }
    let all = await list("")
    #expect(numbers(all) == ["1", "2", "3"])
    #expect(all.contains("<Size>2</Size>") && all.contains("<IsTruncated>false</IsTruncated>"))
    #expect(all.contains("<StorageClass>STANDARD</StorageClass>") && all.contains("<Initiator>"))
    let first = await list("&max-parts=2")
    #expect(numbers(first) == ["1", "2"])
    #expect(first.contains("<IsTruncated>true</IsTruncated>"))
    #expect(first.contains("<NextPartNumberMarker>2</NextPartNumberMarker>"))
    #expect(numbers(await list("&part-number-marker=2")) == ["3"])
    #expect(numbers(await list("&part-number-marker=3")).isEmpty)
    #expect(await list("&max-parts=x").contains("<Code>InvalidArgument</Code>"))
  }
}
