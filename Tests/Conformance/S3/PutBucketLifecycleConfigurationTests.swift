import Support
import Testing

@Suite struct PutBucketLifecycleConfigurationTests {
  @Test func refusesWhatS3Refuses() async throws {
    let house = try await s3House()
    let cases = [
      (
        #"<LifecycleConfiguration><Rule><Filter/><Status>Enabled</Status><ID>a</ID><Expiration><Days>0</Days></Expiration></Rule></LifecycleConfiguration>"#,
        "InvalidArgument"
      ),
      (
        #"<LifecycleConfiguration><Rule><Status>Enabled</Status><ID>a</ID><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>"#,
        "MalformedXML"
      ),
      (
        #"<LifecycleConfiguration><Rule><Status>enabled</Status><ID>a</ID><Filter/><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>"#,
        "MalformedXML"
      ),
      (
        #"<LifecycleConfiguration><Rule><Filter/><Status>Enabled</Status><ID>a</ID></Rule></LifecycleConfiguration>"#,
        "InvalidRequest"
      ),
      (
        #"<LifecycleConfiguration><Rule><Filter/><Status>Enabled</Status><ID>a</ID><Expiration><Days>1</Days><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration></Rule></LifecycleConfiguration>"#,
        "MalformedXML"
      ),
      (
        #"<LifecycleConfiguration><Rule><Filter/><Status>Enabled</Status><ID>a</ID><Expiration><Date>2026-01-01T01:00:00Z</Date></Expiration></Rule></LifecycleConfiguration>"#,
        "InvalidArgument"
      ),
      (
        #"<LifecycleConfiguration><Rule><Filter/><Status>Enabled</Status><ID>a</ID><NoncurrentVersionExpiration/></Rule></LifecycleConfiguration>"#,
        "MalformedXML"
      ),
      (
        #"<LifecycleConfiguration><Rule><Filter/><Status>Enabled</Status><ID>a</ID><Transition><Days>5</Days><StorageClass>STANDARD_IA</StorageClass></Transition></Rule></LifecycleConfiguration>"#,
        "InvalidArgument"
      ),
      (
        #"<LifecycleConfiguration><Rule><Filter/><Status>Enabled</Status><ID>a</ID><Transition><Days>5</Days><StorageClass>STANDARD</StorageClass></Transition></Rule></LifecycleConfiguration>"#,
        "MalformedXML"
      ),
      (
        #"<LifecycleConfiguration><Rule><Filter><Prefix>a</Prefix><ObjectSizeLessThan>5</ObjectSizeLessThan></Filter><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>"#,
        "MalformedXML"
      ),
      (
        #"<LifecycleConfiguration><Rule><Filter><And><Tag><Key>k</Key><Value>1</Value></Tag><Tag><Key>k</Key><Value>2</Value></Tag></And></Filter><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>"#,
        "InvalidRequest"
      ),
      (
        #"<LifecycleConfiguration><Rule><Filter/><Status>Enabled</Status><ID>a</ID><Expiration><Days>1</Days></Expiration></Rule><Rule><ID>a</ID><Filter/><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>"#,
        "InvalidArgument"
      ),
    ]
    for (document, code) in cases {
      let answer = await house.configure("lifecycle", document)
      #expect(answer.text.contains("<Code>\(code)</Code>"), "\(document): \(answer)")
    }
  }
}
