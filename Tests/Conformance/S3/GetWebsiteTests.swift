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

  /// Where signatures are verified a website is read by nobody in particular: a policy or an ACL must let everyone.
  @Test func whoMayReadAVerifiedOne() async throws {
    let house = try await AccessTests.house()
    let document =
      "<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>error.html"
      + "</Key></ErrorDocument></WebsiteConfiguration>"
    _ = try await house.call(PutBucketWebsite.self, account: AccessTests.owner) {
      $0[PutBucketWebsite.Input.bucket] = "bucket"
      $0[PutBucketWebsite.Input.websiteConfiguration] = .with {
        $0[WebsiteConfiguration.indexDocument] = .with { $0[IndexDocument.suffix] = "index.html" }
        $0[WebsiteConfiguration.errorDocument] = .with { $0[ErrorDocument.key] = "error.html" }
      }
    }
    for key in ["index.html", "dir/index.html", "secret/a", "error.html"] {
      _ = try await house.call(PutObject.self, account: AccessTests.owner) {
        $0[PutObject.Input.bucket] = "bucket"
        $0[PutObject.Input.key] = key
        $0[PutObject.Input.body] = Blob(Array(key.utf8))
      }
    }
    // Setting the website itself is nobody's either.
    #expect(await house.send("PUT", "/bucket", query: "website", body: Array(document.utf8)).status == 403)
    let shut = await get(house, "/")
    #expect(shut.status == 403 && shut.text.contains("<li>Code: AccessDenied</li>"))
    // The error document may not be read either.
    #expect(shut.text.contains("Custom Error Document"))

    let policy = """
      {"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"},
      {"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/secret/*"}]}
      """
    #expect(await AccessTests.setPolicy(house, policy) == nil)
    #expect(await get(house, "/") == (200, nil, "index.html"))
    #expect(await get(house, "/dir") == (302, "/dir/", ""))
    // Denied, and missing where nobody may list: both are forbidden, with the website's own page.
    #expect(await get(house, "/secret/a") == (403, nil, "error.html"))
    #expect(await get(house, "/nothing") == (403, nil, "error.html"))

    // An ACL does as well.
    _ = try await house.call(DeleteBucketPolicy.self, account: AccessTests.owner) {
      $0[DeleteBucketPolicy.Input.bucket] = "bucket"
    }
    #expect(await get(house, "/").status == 403)
    _ = try await house.call(PutObjectAcl.self, account: AccessTests.owner) {
      $0[PutObjectAcl.Input.bucket] = "bucket"
      $0[PutObjectAcl.Input.key] = "index.html"
      $0[PutObjectAcl.Input.grants.canned] = "public-read"
    }
    #expect(await get(house, "/") == (200, nil, "index.html"))
  }
}
