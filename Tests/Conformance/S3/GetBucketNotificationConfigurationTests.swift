import Support
import Testing

@testable import S3

@Suite struct GetBucketNotificationConfigurationTests {
  @Test func namesOfFiltersComeBackAsS3WritesThem() async throws {
    let house = try await notifyingHouse(RememberedTargets())
    let document = """
      <NotificationConfiguration><EventBridgeConfiguration/><CloudFunctionConfiguration><Id>a</Id>
      <CloudFunction>\(functionARN)</CloudFunction><Event>s3:ObjectRemoved:*</Event><Filter><S3Key><FilterRule>
      <Name>prefix</Name><Value>p/</Value></FilterRule></S3Key></Filter></CloudFunctionConfiguration>
      </NotificationConfiguration>
      """
    #expect(await house.configuration("notification").status == 200)
    #expect(await house.configure("notification", document).status == 200)
    let kept = await house.configuration("notification").text
    #expect(kept.contains("<NotificationConfiguration xmlns="))
    #expect(kept.contains("<Name>Prefix</Name>") && kept.contains("<EventBridgeConfiguration"))
    #expect(kept.contains("<CloudFunction>\(functionARN)</CloudFunction>"))
  }
}
