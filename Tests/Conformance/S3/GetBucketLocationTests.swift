import Support
import Testing

@Suite struct GetBucketLocationTests {
  /// "Buckets in Region us-east-1 have a LocationConstraint of null"; the root is the value itself.
  @Test func theRootIsTheValue() async throws {
    let house = try await s3House()
    let home = await house.s3("GET", "/bucket?location")
    #expect(home.status == 200)
    #expect(["<LocationConstraint/>", "<LocationConstraint></LocationConstraint>"].contains(home.document))
    let region = "ap-southeast-2"
    let document = """
      <CreateBucketConfiguration><LocationConstraint>\(region)</LocationConstraint></CreateBucketConfiguration>
      """
    #expect(await house.s3("PUT", "/far-away", document, region: region).status == 200)
    // Asked from anywhere.
    #expect(
      await house.s3("GET", "/far-away?location").document == "<LocationConstraint>\(region)</LocationConstraint>")
  }

  @Test func refusesOthers() async throws {
    let house = try await s3House()
    #expect(await house.s3("GET", "/nowhere?location").error == noSuchBucket("nowhere"))
    let other = [("x-amz-expected-bucket-owner", "111111111111")]
    #expect(await house.s3("GET", "/bucket?location", fields: other).code == "AccessDenied")
  }
}
