import Support
import Testing

@Suite struct DeleteBucketEncryptionTests {
  @Test func leavesNothing() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "encryption",
        #"<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>"#
      ).status == 200)
    #expect(await house.send("DELETE", "/bucket", query: "encryption").status == 204)
    #expect(await house.configuration("encryption").text.contains("<SSEAlgorithm>AES256</SSEAlgorithm>"))
    #expect(await house.send("DELETE", "/bucket", query: "encryption").status == 204)
    #expect(await house.send("DELETE", "/nowhere", query: "encryption").status == 404)
  }
}
