import Support
import Testing

@Suite struct GetBucketEncryptionTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    #expect(await house.configuration("encryption").text.contains("<SSEAlgorithm>AES256</SSEAlgorithm>"))
    #expect(
      await house.configure(
        "encryption",
        #"<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>"#
      ).status == 200)
    let kept = await house.configuration("encryption")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<SSEAlgorithm>aws:kms</SSEAlgorithm>"#))
    #expect(kept.text.contains(#"<KMSMasterKeyID>k</KMSMasterKeyID>"#))
    #expect(kept.text.contains(#"<BucketKeyEnabled>true</BucketKeyEnabled>"#))
  }
}
