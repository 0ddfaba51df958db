import Support
import Testing

@Suite struct GetBucketReplicationTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await PutBucketReplicationTests.house()
    #expect(await house.s3("PUT", "/bucket?replication", PutBucketReplicationTests.document).status == 200)
    let answer = await house.s3("GET", "/bucket?replication")
    #expect(answer.status == 200)
    for (name, value) in [
      ("Role", "role"), ("ID", "id"), ("Priority", "1"), ("Filter", "<Prefix>Tax</Prefix>"),
      ("DeleteMarkerReplication", "<Status>Disabled</Status>"),
      ("Destination", "<Bucket>arn:aws:s3:::copies</Bucket>"),
    ] { #expect(answer.element(name) == value, "\(name)") }
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    let missing = await house.s3("GET", "/bucket?replication")
    #expect(missing.status == 404)
    #expect(
      missing.error == """
        <Code>ReplicationConfigurationNotFoundError</Code><Message>The replication configuration was not found</Message>\
        <BucketName>bucket</BucketName>
        """)
    #expect(await house.s3("GET", "/nowhere?replication").error == noSuchBucket("nowhere"))
  }
}
