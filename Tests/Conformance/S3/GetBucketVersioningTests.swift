import Support
import Testing

@Suite struct GetBucketVersioningTests {
  /// "If you never enabled (or suspended) versioning on a bucket", the answer has no Status.
  @Test func tellsNothingOfABucketThatNeverHadIt() async throws {
    let house = try await s3House()
    let answer = await house.s3("GET", "/bucket?versioning")
    #expect(answer.status == 200)
    #expect(
      ["<VersioningConfiguration/>", "<VersioningConfiguration></VersioningConfiguration>"].contains(answer.document))
    for status in ["Enabled", "Suspended"] {
      try await house.setVersioning(status)
      #expect(
        await house.s3("GET", "/bucket?versioning").document
          == "<VersioningConfiguration><Status>\(status)</Status></VersioningConfiguration>")
    }
  }

  @Test func refusesOthers() async throws {
    let house = try await s3House()
    #expect(await house.s3("GET", "/nowhere?versioning").error == noSuchBucket("nowhere"))
    let other = [("x-amz-expected-bucket-owner", "111111111111")]
    #expect(await house.s3("GET", "/bucket?versioning", fields: other).code == "AccessDenied")
  }
}
