import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct ListBucketsTests {
  @Test func pagesWithPrefixAndRegion() async throws {
    let house = try await s3House()
    for name in ["abc-1", "abc-2", "xyz-1"] {
      _ = try await house.call(CreateBucket.self) { $0[CreateBucket.Input.bucket] = name }
    }
    func list(_ query: String) async -> String {
      String(decoding: await house.send("GET", "/", query: query).body, as: UTF8.self)
    }
    func names(_ text: String) -> [String] {
      text.split(separator: "<Name>").dropFirst().map { String($0.prefix { $0 != "<" }) }
    }
    #expect(names(await list("")) == ["abc-1", "abc-2", "bucket", "xyz-1"])
    #expect(names(await list("prefix=abc")) == ["abc-1", "abc-2"])
    #expect(names(await list("bucket-region=eu-west-1")).isEmpty)
    let first = await list("max-buckets=3")
    #expect(names(first) == ["abc-1", "abc-2", "bucket"])
    let token = first.split(separator: "<ContinuationToken>").last.map { String($0.prefix { $0 != "<" }) } ?? ""
    let encoded = PercentEncoding.encode(token)
    #expect(names(await list("max-buckets=3&continuation-token=\(encoded)")) == ["xyz-1"])
    // Another account's are not shown.
    let others = try await house.call(ListBuckets.self, account: "999999999999") { _ in }
    #expect((others[ListBuckets.Output.buckets] ?? []).isEmpty)
  }
}
