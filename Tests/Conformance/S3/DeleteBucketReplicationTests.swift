import Support
import Testing

@Suite struct DeleteBucketReplicationTests {
  @Test func leavesNothing() async throws {
    let house = try await PutBucketReplicationTests.house()
    #expect(await house.s3("PUT", "/bucket?replication", PutBucketReplicationTests.document).status == 200)
    for _ in 0..<2 {
      let answer = await house.s3("DELETE", "/bucket?replication")
      #expect(answer.status == 204 && answer.text.isEmpty)
      #expect(await house.s3("GET", "/bucket?replication").code == "ReplicationConfigurationNotFoundError")
    }
    #expect(await house.s3("DELETE", "/nowhere?replication").error == noSuchBucket("nowhere"))
  }
}
