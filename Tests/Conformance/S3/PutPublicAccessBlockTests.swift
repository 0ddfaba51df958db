import Support
import Testing

@Suite struct PutPublicAccessBlockTests {
  /// What is not said is false, and takes the place of what was.
  @Test func setsAllFour() async throws {
    let house = try await s3House()
    let document = """
      <PublicAccessBlockConfiguration><BlockPublicAcls>false</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>\
      </PublicAccessBlockConfiguration>
      """
    let answer = await house.s3("PUT", "/bucket?publicAccessBlock", document)
    #expect(answer.status == 200 && answer.text.isEmpty)
    #expect(
      await house.s3("GET", "/bucket?publicAccessBlock").document
        == GetPublicAccessBlockTests.document([false, true, false, false]))
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    let whole = GetPublicAccessBlockTests.document([true, true, true, true])
    for document in ["", "<PublicAccessBlockConfiguration>", "<Other/>", whole.replacing("true", with: "maybe")] {
      let answer = await house.s3("PUT", "/bucket?publicAccessBlock", document)
      #expect(answer.status == 400 && answer.code == "MalformedXML", "\(document)")
    }
    #expect(await house.s3("PUT", "/nowhere?publicAccessBlock", whole).error == noSuchBucket("nowhere"))
  }
}
