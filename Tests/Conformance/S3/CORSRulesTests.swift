import Protocols
import Support
import Testing

@testable import S3

@Suite struct CORSRulesTests {
  @Test func oneStarStandsForAnything() {
    #expect(CORSRules.matches("*", "https://a.example"))
    #expect(CORSRules.matches("https://*.example", "https://a.b.example"))
    #expect(!CORSRules.matches("https://*.example", "https://.exampl"))
    #expect(!CORSRules.matches("aba*aba", "aba"))
    #expect(CORSRules.matches("", ""))
    #expect(CORSRules.names(" a ,B,, c") == ["a", "B", "c"])
  }

  private func house() async throws -> TestHouse {
    let house = try await s3House()
    try await house.put("k", [1])
    let document = """
      <CORSConfiguration><CORSRule><AllowedOrigin>https://*.test</AllowedOrigin><AllowedMethod>GET</AllowedMethod>
      <AllowedMethod>PUT</AllowedMethod><AllowedHeader>X-Amz-*</AllowedHeader><ExposeHeader>ETag</ExposeHeader>
      <MaxAgeSeconds>60</MaxAgeSeconds></CORSRule></CORSConfiguration>
      """
    #expect(await house.configure("cors", document).status == 200)
    return house
  }

  @Test func thePreflightOfABucketWithRules() async throws {
    let house = try await house()
    let good = await house.send(
      "OPTIONS", "/bucket/k",
      fields: [
        ("Origin", "https://a.test"), ("Access-Control-Request-Method", "PUT"),
        ("Access-Control-Request-Headers", "x-amz-date, X-Amz-Meta-A"),
      ])
    #expect(good.status == 200)
    #expect(good.fields["Access-Control-Allow-Origin"] == "https://a.test")
    #expect(good.fields["Access-Control-Allow-Methods"] == "GET, PUT")
    #expect(good.fields["Access-Control-Allow-Headers"] == "x-amz-date, X-Amz-Meta-A")
    #expect(good.fields["Access-Control-Expose-Headers"] == "ETag")
    #expect(good.fields["Access-Control-Max-Age"] == "60")
    #expect(good.fields["Access-Control-Allow-Credentials"] == "true")
    for (origin, method) in [("https://a.other", "PUT"), ("https://a.test", "DELETE")] {
      let bad = await house.send(
        "OPTIONS", "/bucket/k", fields: [("Origin", origin), ("Access-Control-Request-Method", method)])
      #expect(bad.status == 403)
      #expect(String(decoding: bad.body, as: UTF8.self).contains("<Code>AccessForbidden</Code>"))
    }
    #expect(await house.send("OPTIONS", "/bucket/k").status == 400)
  }

  @Test func requestsOfOriginsThatTheBucketAllows() async throws {
    let house = try await house()
    let allowed = await house.send("GET", "/bucket/k", fields: [("Origin", "https://a.test")])
    #expect(allowed.status == 200)
    #expect(allowed.fields["Access-Control-Allow-Origin"] == "https://a.test")
    // A web page from elsewhere may do nothing; one from this machine is answered without leave to read.
    #expect(await house.send("GET", "/bucket/k", fields: [("Origin", "https://a.other")]).status == 403)
    #expect(await house.send("DELETE", "/bucket/k", fields: [("Origin", "https://a.test")]).status == 403)
    let local = await house.send("GET", "/bucket/k", fields: [("Origin", "http://localhost:3000")])
    #expect(local.status == 200)
    #expect(local.fields["Access-Control-Allow-Origin"] == nil)
  }
}
