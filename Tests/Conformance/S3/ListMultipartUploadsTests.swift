import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct ListMultipartUploadsTests {
  private func keys(_ text: String, _ name: String = "Key") -> [String] {
    text.split(separator: "<Upload>").dropFirst().compactMap {
      $0.split(separator: "<\(name)>", omittingEmptySubsequences: false).dropFirst().first.map {
        String($0.prefix { $0 != "<" })
      }
    }
  }

  @Test func pagesByKeyAndUpload() async throws {
    let house = try await s3House()
    for key in ["a/1", "a/2", "b", "b"] { _ = try await house.upload(key, []) }
    func list(_ more: String) async -> String { await house.configuration("uploads" + more).text }
    let all = await list("")
    #expect(keys(all) == ["a/1", "a/2", "b", "b"])
    #expect(Set(keys(all, "UploadId")).count == 4)
    #expect(keys(await list("&prefix=b")) == ["b", "b"])
    let grouped = await list("&delimiter=/")
    #expect(keys(grouped) == ["b", "b"])
    #expect(grouped.contains("<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes>"))
    let first = await list("&max-uploads=3")
    #expect(keys(first) == ["a/1", "a/2", "b"])
    #expect(first.contains("<IsTruncated>true</IsTruncated><") || first.contains("<IsTruncated>true</IsTruncated>"))
    let marker = keys(first, "UploadId").last ?? ""
    #expect(keys(await list("&key-marker=b&upload-id-marker=\(marker)")) == ["b"])
    #expect(keys(await list("&key-marker=a/2")) == ["b", "b"])
    #expect(keys(await list("&key-marker=b")).isEmpty)
    // The last page tells its end as well, and the marker of an upload that is gone keeps its place.
    let last = keys(await list(""), "UploadId").last ?? ""
    #expect(await list("").contains("<NextKeyMarker>b</NextKeyMarker>"))
    #expect(await list("").contains("<NextUploadIdMarker>\(last)</NextUploadIdMarker>"))
    #expect(await house.send("DELETE", "/bucket/b", query: "uploadId=\(marker)").status == 204)
    #expect(keys(await list("&key-marker=b&upload-id-marker=\(marker)"), "UploadId") == [last])
    // An upload of another key marks no place among this one's.
    let wrong = await list("&key-marker=a/2&upload-id-marker=\(last)")
    #expect(wrong.contains("<Message>Invalid uploadId marker</Message>"))
    #expect(wrong.contains("<ArgumentName>upload-id-marker</ArgumentName>"))
  }
}
