import Support
import Testing

@Suite struct GetBucketCorsTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "cors",
        #"<CORSConfiguration><CORSRule><ID>a</ID><AllowedOrigin>https://*.example</AllowedOrigin><AllowedMethod>GET</AllowedMethod><AllowedHeader>x-*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>3000</MaxAgeSeconds></CORSRule></CORSConfiguration>"#
      ).status == 200)
    let kept = await house.configuration("cors")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<CORSConfiguration xmlns="#))
    #expect(kept.text.contains(#"<AllowedOrigin>https://*.example</AllowedOrigin>"#))
    #expect(kept.text.contains(#"<AllowedHeader>x-*</AllowedHeader>"#))
    #expect(kept.text.contains(#"<ExposeHeader>ETag</ExposeHeader>"#))
    #expect(kept.text.contains(#"<MaxAgeSeconds>3000</MaxAgeSeconds>"#))
    #expect(kept.text.contains(#"<ID>a</ID>"#))
  }
}
