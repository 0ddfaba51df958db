import Support
import Testing

@Suite struct PutBucketTaggingTests {
  @Test func refusesWhatS3Refuses() async throws {
    let house = try await s3House()
    let cases = [
      (
        #"<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>a</Key><Value>2</Value></Tag></TagSet></Tagging>"#,
        "InvalidTag"
      ),
      (#"<Tagging><TagSet><Tag><Key>a,b</Key><Value>1</Value></Tag></TagSet></Tagging>"#, "InvalidTag"),
      (#"<Tagging><TagSet><Tag><Key>aws:a</Key><Value>1</Value></Tag></TagSet></Tagging>"#, "InvalidTag"),
      (#"<Tagging><TagSet><Tag><Key>a</Key><Value>1,2</Value></Tag></TagSet></Tagging>"#, "InvalidTag"),
      (#"<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>"#, "MalformedXML"),
    ]
    for (document, code) in cases {
      let answer = await house.configure("tagging", document)
      #expect(answer.text.contains("<Code>\(code)</Code>"), "\(document): \(answer)")
    }
  }
}
