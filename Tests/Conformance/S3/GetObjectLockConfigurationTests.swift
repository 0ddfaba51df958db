import Support
import Testing

@Suite struct GetObjectLockConfigurationTests {
  @Test func givesBackTheRule() async throws {
    let house = try await lockedHouse()
    let document = """
      <ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>\
      <Mode>COMPLIANCE</Mode><Years>1</Years></DefaultRetention></Rule></ObjectLockConfiguration>
      """
    #expect(await house.s3("PUT", "/locked?object-lock", document).status == 200)
    let answer = await house.s3("GET", "/locked?object-lock")
    #expect(answer.status == 200 && answer.document == document)
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    let missing = await house.s3("GET", "/bucket?object-lock")
    #expect(missing.status == 404)
    #expect(
      missing.error == """
        <Code>ObjectLockConfigurationNotFoundError</Code><Message>Object Lock configuration does not exist for this \
        bucket</Message><BucketName>bucket</BucketName>
        """)
    #expect(await house.s3("GET", "/nowhere?object-lock").error == noSuchBucket("nowhere"))
  }
}
