import Testing

@testable import S3

@Suite struct BucketNameTests {
  @Test(arguments: ["abc", "my-bucket.example", "1.2.3", "a1b", String(repeating: "a", count: 63)])
  func takes(_ name: String) { #expect(BucketName.isValid(name)) }

  @Test(arguments: [
    "ab", "Abc", "a_b", "-ab", "ab-", "a..b", ".ab", "192.168.5.4", "xn--abc", "abc-s3alias", "a b", "abc/",
    String(repeating: "a", count: 64),
  ])
  func refuses(_ name: String) { #expect(!BucketName.isValid(name)) }
}
