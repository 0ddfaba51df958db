import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct PutBucketOwnershipControlsTests {
  @Test func comesBackAndGoes() async throws {
    let house = try await s3House()
    let document =
      "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerPreferred</ObjectOwnership></Rule></OwnershipControls>"
    #expect(await house.configuration("ownershipControls").text.contains("BucketOwnerEnforced"))
    #expect(await house.configure("ownershipControls", document).status == 200)
    #expect(await house.configuration("ownershipControls").text.contains("BucketOwnerPreferred"))
    let none = document.split(separator: "<Rule>").first.map { $0 + "</OwnershipControls>" } ?? ""
    #expect(await house.configure("ownershipControls", none).text.contains("<Code>MalformedXML</Code>"))
    #expect(await house.send("DELETE", "/bucket", query: "ownershipControls").status == 204)
    let gone = await house.configuration("ownershipControls")
    #expect(gone.status == 404 && gone.text.contains("<Code>OwnershipControlsNotFoundError</Code>"))
  }
}
