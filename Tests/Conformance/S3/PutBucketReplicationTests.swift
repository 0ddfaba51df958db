import Protocols
import Support
import Testing

@testable import S3

@Suite struct PutBucketReplicationTests {
  @Test func refusesWhatS3Refuses() async throws {
    let house = try await s3House()
    let cases = [
      (
        #"<ReplicationConfiguration><Role>role</Role><Rule><ID>id</ID><Priority>1</Priority><Filter><Prefix>Tax</Prefix></Filter><Status>Enabled</Status><DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication><Destination><Bucket>arn:aws:s3:::copies</Bucket></Destination></Rule></ReplicationConfiguration>"#,
        "InvalidRequest"
      ),
      (#"<ReplicationConfiguration><Role>r</Role></ReplicationConfiguration>"#, "MalformedXML"),
    ]
    for (document, code) in cases {
      let answer = await house.configure("replication", document)
      #expect(answer.text.contains("<Code>\(code)</Code>"), "\(document): \(answer)")
    }
  }
}
