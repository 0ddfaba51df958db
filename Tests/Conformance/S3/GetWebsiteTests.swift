import Protocols
import Support
import Testing

@testable import S3

@Suite struct GetWebsiteTests {
  private func house(_ document: String) async throws -> TestHouse {
    let house = try await s3House()
    try await house.put("index.html", Array("root".utf8)) { $0[PutObject.Input.headers.contentType] = "text/html" }
    try await house.put("dir/index.html", Array("dir".utf8))
    try await house.put("error.html", Array("sorry".utf8))
    try await house.put("moved") { $0[PutObject.Input.headers.websiteRedirectLocation] = "/index.html" }
    #expect(await house.configure("website", document).status == 200)
    return house
  }

  private func get(
    _ house: TestHouse, _ path: String, _ method: String = "GET", bucket: String = "bucket"
  ) async -> (status: Int, location: String?, text: String) {
    let answer = await house.send(method, path, fields: [("Host", "\(bucket).s3-website.localhost:4566")])
    return (answer.status, answer.fields["Location"], String(decoding: answer.body, as: UTF8.self))
  }

  @Test func indexErrorDocumentAndRedirects() async throws {
    let house = try await house(
      """
      <WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument>
      <Key>error.html</Key></ErrorDocument><RoutingRules>
      <RoutingRule><Condition><KeyPrefixEquals>old/</KeyPrefixEquals></Condition><Redirect><ReplaceKeyPrefixWith>new/
      </ReplaceKeyPrefixWith><HttpRedirectCode>302</HttpRedirectCode></Redirect></RoutingRule>
      <RoutingRule><Condition><KeyPrefixEquals>lost/</KeyPrefixEquals><HttpErrorCodeReturnedEquals>404
      </HttpErrorCodeReturnedEquals></Condition><Redirect><HostName>example.com</HostName><Protocol>https</Protocol>
      <ReplaceKeyWith>found</ReplaceKeyWith></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>
      """.split(separator: "\n").joined())
    #expect(await get(house, "/") == (200, nil, "root"))
    #expect(await get(house, "/dir/") == (200, nil, "dir"))
    #expect(await get(house, "/dir") == (302, "/dir/", ""))
    #expect(await get(house, "/moved").0 == 301)
    #expect(await get(house, "/moved").1 == "/index.html")
    #expect(await get(house, "/nothing") == (404, nil, "sorry"))
    #expect(await get(house, "/old/a%20b").1 == "http://bucket.s3-website.localhost:4566/new/a%20b")
    #expect(await get(house, "/old/a").0 == 302)
    #expect(await get(house, "/lost/a").1 == "https://example.com/found")
    let post = await get(house, "/", "POST")
    #expect(post.status == 405 && post.text.contains("<li>Method: POST</li>"))
  }

  @Test func pagesOfErrors() async throws {
    let house = try await s3House()
    #expect(await get(house, "/", bucket: "nowhere").text.contains("<li>Code: NoSuchBucket</li>"))
    #expect(await get(house, "/").text.contains("<li>Code: NoSuchWebsiteConfiguration</li>"))
    let document =
      "<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><ErrorDocument><Key>e</Key></ErrorDocument>"
      + "</WebsiteConfiguration>"
    #expect(await house.configure("website", document).status == 200)
    let page = await get(house, "/%3Cb%3E")
    #expect(page.status == 404)
    #expect(page.text.contains("<li>Key: &lt;b&gt;</li>"))
    #expect(page.text.contains("<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>"))
  }

  @Test func allRequestsToAnotherHost() async throws {
    let house = try await house(
      "<WebsiteConfiguration><RedirectAllRequestsTo><HostName>h</HostName></RedirectAllRequestsTo></WebsiteConfiguration>"
    )
    #expect(await get(house, "/a/b") == (301, "http://h/a/b", ""))
  }
}
