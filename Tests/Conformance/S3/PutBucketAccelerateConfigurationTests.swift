import Support
import Testing

@Suite struct PutBucketAccelerateConfigurationTests {
  @Test func refusesWhatS3Refuses() async throws {
    let house = try await s3House()
    let cases = [
      (#"<AccelerateConfiguration><Status>enabled</Status></AccelerateConfiguration>"#, "MalformedXML")
    ]
    for (document, code) in cases {
      let answer = await house.configure("accelerate", document)
      #expect(answer.text.contains("<Code>\(code)</Code>"), "\(document): \(answer)")
    }
  }
}
