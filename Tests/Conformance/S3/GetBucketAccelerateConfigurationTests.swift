import Support
import Testing

@Suite struct GetBucketAccelerateConfigurationTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    #expect(!(await house.configuration("accelerate").text.contains("Status")))
    #expect(
      await house.configure(
        "accelerate", #"<AccelerateConfiguration><Status>Enabled</Status></AccelerateConfiguration>"#
      ).status == 200)
    let kept = await house.configuration("accelerate")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<AccelerateConfiguration xmlns="#))
    #expect(kept.text.contains(#"<Status>Enabled</Status>"#))
  }
}
