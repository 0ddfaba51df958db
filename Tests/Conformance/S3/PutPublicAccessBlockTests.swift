import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct PutPublicAccessBlockTests {
  @Test func comesBackAndGoes() async throws {
    let house = try await s3House()
    #expect(await house.configuration("publicAccessBlock").text.contains("<BlockPublicAcls>true</BlockPublicAcls>"))
    let document =
      "<PublicAccessBlockConfiguration><BlockPublicAcls>false</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>"
      + "</PublicAccessBlockConfiguration>"
    #expect(await house.configure("publicAccessBlock", document).status == 200)
    let shown = await house.configuration("publicAccessBlock").text
    #expect(shown.contains("<BlockPublicAcls>false</BlockPublicAcls>"))
    #expect(shown.contains("<IgnorePublicAcls>true</IgnorePublicAcls>"))
    #expect(await house.send("DELETE", "/bucket", query: "publicAccessBlock").status == 204)
    let gone = await house.configuration("publicAccessBlock")
    #expect(gone.status == 404 && gone.text.contains("<Code>NoSuchPublicAccessBlockConfiguration</Code>"))
  }
}
