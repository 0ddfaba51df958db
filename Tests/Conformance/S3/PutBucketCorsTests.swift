import Support
import Testing

@Suite struct PutBucketCorsTests {
  @Test func refusesWhatS3Refuses() async throws {
    let house = try await s3House()
    let cases = [
      (
        #"<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>MYMETHOD</AllowedMethod></CORSRule></CORSConfiguration>"#,
        "InvalidRequest"
      ),
      (
        #"<CORSConfiguration><CORSRule><AllowedOrigin>*.*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>"#,
        "InvalidRequest"
      ),
      (
        #"<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>"#,
        "MalformedXML"
      ),
      (#"<CORSConfiguration/>"#, "MalformedXML"),
      (
        #"<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><ExposeHeader>x-*</ExposeHeader></CORSRule></CORSConfiguration>"#,
        "InvalidRequest"
      ),
      (#"<Nothing/>"#, "MalformedXML"),
    ]
    for (document, code) in cases {
      let answer = await house.configure("cors", document)
      #expect(answer.text.contains("<Code>\(code)</Code>"), "\(document): \(answer)")
    }
  }
}
