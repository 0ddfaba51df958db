import Protocols
import Support
import Testing

@testable import S3

@Suite struct GetBucketReplicationTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    for name in ["bucket", "copies"] {
      _ = try await house.call(CreateBucket.self) { $0[CreateBucket.Input.bucket] = name }
      _ = await house.send(
        "PUT", "/\(name)", query: "versioning",
        body: Array("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>".utf8))
    }
    #expect(
      await house.configure(
        "replication",
        #"<ReplicationConfiguration><Role>role</Role><Rule><ID>id</ID><Priority>1</Priority><Filter><Prefix>Tax</Prefix></Filter><Status>Enabled</Status><DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication><Destination><Bucket>arn:aws:s3:::copies</Bucket></Destination></Rule></ReplicationConfiguration>"#
      ).status == 200)
    let kept = await house.configuration("replication")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<Role>role</Role>"#))
    #expect(kept.text.contains(#"<Bucket>arn:aws:s3:::copies</Bucket>"#))
    #expect(kept.text.contains(#"<Prefix>Tax</Prefix>"#))
  }
}
