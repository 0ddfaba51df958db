import Protocols
import Runtime

/// The account's billing commitment in the region.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeAccountSettings.html
enum DescribeAccountSettings: AWSOperation {
  enum Input: StructureShape {
    static let shape = structure("DescribeAccountSettingsInput")
  }
  enum Output: StructureShape {
    static let commitment = Member<Values<MinimumThroughputBillingCommitment>>("MinimumThroughputBillingCommitment")
    static let shape = structure("DescribeAccountSettingsOutput", commitment)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let commitment = try service.store.commitment(request.account, request.region)
    return .now(
      .with {
        $0[Output.commitment] = MinimumThroughputBillingCommitment.of(commitment, now: Int(request.now.milliseconds))
      })
  }
}
