import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct PutObjectTaggingTests {
  private func put(_ house: TestHouse, _ tags: [(String, String)]) async -> (status: Int, text: String) {
    let inner = tags.map { "<Tag><Key>\($0.0)</Key><Value>\($0.1)</Value></Tag>" }.joined()
    let answer = await house.send(
      "PUT", "/bucket/k", query: "tagging", body: Array("<Tagging><TagSet>\(inner)</TagSet></Tagging>".utf8))
    return (answer.status, String(decoding: answer.body, as: UTF8.self))
  }

  @Test func takesThePlaceOfWhatWasThere() async throws {
    let house = try await s3House()
    try await house.put("k") { $0[PutObject.Input.tagging] = "old=1" }
    #expect(await put(house, [("a", "1"), ("b", "")]).status == 200)
    let shown = await house.s3("GET", "/bucket/k?tagging")
    #expect(
      shown.element("TagSet")
        == "<Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value></Value></Tag>")
    #expect(await house.s3("HEAD", "/bucket/k").fields["x-amz-tagging-count"] == "2")
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    try await house.put("k")
    let many = await put(house, (0..<11).map { ("k\($0)", "v") })
    #expect(many.status == 400 && many.text.contains("<Code>BadRequest</Code>"))
    #expect(many.text.contains("Object tags cannot be greater than 10"))
    #expect(await put(house, [("a", "1"), ("a", "2")]).text.contains("<Code>InvalidTag</Code>"))
    #expect(await put(house, [(String(repeating: "k", count: 129), "")]).text.contains("<Code>InvalidTag</Code>"))
    #expect(await put(house, [("aws:a", "1")]).status == 400)
    #expect(await house.send("GET", "/bucket/none", query: "tagging").status == 404)
  }
}
