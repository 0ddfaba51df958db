import Support
import Testing

@Suite struct DeleteBucketCorsTests {
  @Test func leavesNothing() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "cors",
        #"<CORSConfiguration><CORSRule><ID>a</ID><AllowedOrigin>https://*.example</AllowedOrigin><AllowedMethod>GET</AllowedMethod><AllowedHeader>x-*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>3000</MaxAgeSeconds></CORSRule></CORSConfiguration>"#
      ).status == 200)
    #expect(await house.send("DELETE", "/bucket", query: "cors").status == 204)
    #expect(await house.configuration("cors").text.contains("<Code>NoSuchCORSConfiguration</Code>"))
    #expect(await house.send("DELETE", "/bucket", query: "cors").status == 204)
    #expect(await house.send("DELETE", "/nowhere", query: "cors").status == 404)
  }
}
