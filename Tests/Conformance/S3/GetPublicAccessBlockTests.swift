import Support
import Testing

@Suite struct GetPublicAccessBlockTests {
  static let names = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]

  static func document(_ values: [Bool]) -> String {
    let inner = zip(names, values).map { "<\($0)>\($1)</\($0)>" }.joined()
    return "<PublicAccessBlockConfiguration>\(inner)</PublicAccessBlockConfiguration>"
  }

  /// A new bucket blocks all, as since April 2023.
  @Test func tellsAllFour() async throws {
    let house = try await s3House()
    let answer = await house.s3("GET", "/bucket?publicAccessBlock")
    #expect(answer.status == 200)
    #expect(answer.document == Self.document([true, true, true, true]))
    let other = Self.document([false, true, false, true])
    #expect(await house.s3("PUT", "/bucket?publicAccessBlock", other).status == 200)
    #expect(await house.s3("GET", "/bucket?publicAccessBlock").document == other)
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    #expect(await house.s3("GET", "/nowhere?publicAccessBlock").error == noSuchBucket("nowhere"))
    let other = [("x-amz-expected-bucket-owner", "111111111111")]
    #expect(await house.s3("GET", "/bucket?publicAccessBlock", fields: other).code == "AccessDenied")
  }
}
