import Support
import Testing

@Suite struct GetBucketRequestPaymentTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    #expect(await house.configuration("requestPayment").text.contains("<Payer>BucketOwner</Payer>"))
    #expect(
      await house.configure(
        "requestPayment", #"<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>"#
      ).status == 200)
    let kept = await house.configuration("requestPayment")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<RequestPaymentConfiguration xmlns="#))
    #expect(kept.text.contains(#"<Payer>Requester</Payer>"#))
  }
}
