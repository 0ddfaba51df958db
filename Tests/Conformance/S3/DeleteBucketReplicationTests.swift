import Protocols
import Support
import Testing

@testable import S3

@Suite struct DeleteBucketReplicationTests {
  @Test func leavesNothing() async throws {
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
    #expect(await house.send("DELETE", "/bucket", query: "replication").status == 204)
    #expect(
      await house.configuration("replication").text.contains("<Code>ReplicationConfigurationNotFoundError</Code>"))
    #expect(await house.send("DELETE", "/bucket", query: "replication").status == 204)
    #expect(await house.send("DELETE", "/nowhere", query: "replication").status == 404)
  }
}
