import Support
import Testing

@Suite struct GetBucketLifecycleConfigurationTests {
  @Test func givesBackWhatWasKept() async throws {
    let house = try await s3House()
    #expect(
      await house.configure(
        "lifecycle",
        #"<LifecycleConfiguration><Rule><ID>a</ID><Filter><And><Prefix>p/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag><ObjectSizeGreaterThan>5</ObjectSizeGreaterThan></And></Filter><Status>Enabled</Status><Expiration><Days>7</Days></Expiration></Rule></LifecycleConfiguration>"#
      ).status == 200)
    let kept = await house.configuration("lifecycle")
    #expect(kept.status == 200)
    #expect(kept.text.contains(#"<LifecycleConfiguration xmlns="#))
    #expect(kept.text.contains(#"<Days>7</Days>"#))
    #expect(kept.text.contains(#"<Prefix>p/</Prefix>"#))
    #expect(kept.text.contains(#"<Tag><Key>k</Key><Value>v</Value></Tag>"#))
    #expect(kept.text.contains(#"<ObjectSizeGreaterThan>5</ObjectSizeGreaterThan>"#))
  }
}
