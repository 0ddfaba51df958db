import Support
import Testing

@Suite struct PutBucketRequestPaymentTests {
  @Test func refusesWhatS3Refuses() async throws {
    let house = try await s3House()
    let cases = [
      (#"<RequestPaymentConfiguration><Payer>Nobody</Payer></RequestPaymentConfiguration>"#, "MalformedXML")
    ]
    for (document, code) in cases {
      let answer = await house.configure("requestPayment", document)
      #expect(answer.text.contains("<Code>\(code)</Code>"), "\(document): \(answer)")
    }
  }
}
