import Support
import Testing

@Suite struct PutBucketWebsiteTests {
  @Test func refusesWhatS3Refuses() async throws {
    let house = try await s3House()
    let cases = [
      (
        #"<WebsiteConfiguration><IndexDocument><Suffix>/i</Suffix></IndexDocument></WebsiteConfiguration>"#,
        "InvalidArgument"
      ),
      (#"<WebsiteConfiguration></WebsiteConfiguration>"#, "InvalidArgument"),
      (
        #"<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RedirectAllRequestsTo><HostName>h</HostName></RedirectAllRequestsTo></WebsiteConfiguration>"#,
        "InvalidArgument"
      ),
      (
        #"<WebsiteConfiguration><RedirectAllRequestsTo><HostName>h</HostName><Protocol>ftp</Protocol></RedirectAllRequestsTo></WebsiteConfiguration>"#,
        "InvalidRequest"
      ),
      (
        #"<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules><RoutingRule><Redirect><ReplaceKeyWith>a</ReplaceKeyWith><ReplaceKeyPrefixWith>b</ReplaceKeyPrefixWith></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>"#,
        "InvalidRequest"
      ),
      (
        #"<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules><RoutingRule><Condition/><Redirect><ReplaceKeyWith>a</ReplaceKeyWith></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>"#,
        "InvalidRequest"
      ),
      (
        #"<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules/></WebsiteConfiguration>"#,
        "MalformedXML"
      ),
    ]
    for (document, code) in cases {
      let answer = await house.configure("website", document)
      #expect(answer.text.contains("<Code>\(code)</Code>"), "\(document): \(answer)")
    }
  }
}
