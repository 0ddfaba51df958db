import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct PutBucketReplicationTests {
  /// Copies of what is below `Tax` go to the bucket `copies`.
  static let document = """
    <ReplicationConfiguration><Role>role</Role><Rule><ID>id</ID><Priority>1</Priority><Filter><Prefix>Tax</Prefix></Filter>\
    <Status>Enabled</Status><DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication>\
    <Destination><Bucket>arn:aws:s3:::copies</Bucket></Destination></Rule></ReplicationConfiguration>
    """

  /// With a bucket `copies`; both have versions, which replication needs.
  static func house() async throws -> TestHouse {
    let house = try await s3House()
    #expect(await house.s3("PUT", "/copies").status == 200)
    for bucket in ["bucket", "copies"] {
      let versions = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
      #expect(await house.s3("PUT", "/\(bucket)?versioning", versions).status == 200)
    }
    return house
  }

  @Test func answersNothing() async throws {
    let answer = try await Self.house().s3("PUT", "/bucket?replication", Self.document)
    #expect(answer.status == 200 && answer.text.isEmpty)
  }

  @Test func needsVersions() async throws {
    let house = try await s3House()
    #expect(await house.s3("PUT", "/bucket?replication", Self.document).code == "InvalidRequest")
    let noRule = "<ReplicationConfiguration><Role>r</Role></ReplicationConfiguration>"
    #expect(await house.s3("PUT", "/bucket?replication", noRule).code == "MalformedXML")
    #expect(await house.s3("PUT", "/nowhere?replication", Self.document).error == noSuchBucket("nowhere"))
  }
}
