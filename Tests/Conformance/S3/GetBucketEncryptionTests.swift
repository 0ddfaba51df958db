import Protocols
import Runtime
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

  /// `--s3-default-encryption none`: as S3 was before January 2023.
  @Test func nothingIsEncryptedUnaskedWhereTheOptionSaysSo() async throws {
    var configuration = Configuration()
    configuration.s3EncryptsByDefault = false
    let house = try await s3House(configuration)
    let none = await house.configuration("encryption")
    #expect(none.status == 404)
    #expect(none.text.contains("<Code>ServerSideEncryptionConfigurationNotFoundError</Code>"))
    let header = "x-amz-server-side-encryption"
    #expect(await house.send("PUT", "/bucket/plain", body: [1]).fields[header] == nil)
    #expect(await house.send("HEAD", "/bucket/plain").fields[header] == nil)
    #expect(
      await house.send("PUT", "/bucket/asked", fields: [(header, "AES256")], body: [1]).fields[header] == "AES256")
    #expect(await house.send("GET", "/bucket/asked").fields[header] == "AES256")

    let rule =
      "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
      + "<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"
    #expect(await house.configure("encryption", rule).status == 200)
    #expect(await house.configuration("encryption").status == 200)
    #expect(await house.send("PUT", "/bucket/then", body: [1]).fields[header] == "AES256")
    #expect(await house.send("DELETE", "/bucket", query: "encryption").status == 204)
    #expect(await house.configuration("encryption").status == 404)
    #expect(await house.send("HEAD", "/bucket/then").fields[header] == "AES256")
    #expect(await house.send("HEAD", "/bucket/plain").fields[header] == nil)
  }
}
