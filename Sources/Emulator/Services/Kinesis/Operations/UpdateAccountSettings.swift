import Protocols
import Runtime

/// Enables or disables the billing commitment. Disabled within its first 24 hours, it lasts until they are over.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateAccountSettings.html
enum UpdateAccountSettings: AWSOperation {
  enum Input: StructureShape {
    static let commitment = Required<Values<Commitment>>("MinimumThroughputBillingCommitment")
    static let shape = structure("UpdateAccountSettingsInput", commitment)
  }
  enum Commitment: StructureShape {
    static let status = Required<String>("Status", .values(["ENABLED", "DISABLED"]))
    static let shape = structure("MinimumThroughputBillingCommitmentInput", status)
  }
  enum Output: StructureShape {
    static let commitment = Member<Values<MinimumThroughputBillingCommitment>>("MinimumThroughputBillingCommitment")
    static let shape = structure("UpdateAccountSettingsOutput", commitment)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let now = Int(request.now.milliseconds)
    var commitment = try service.store.commitment(request.account, request.region)
    if input[Input.commitment][Commitment.status] == "ENABLED" {
      commitment.enable(now: now)
    } else {
      commitment.disable(now: now)
    }
    try service.store.put(commitment, request.account, request.region)
    return .now(.with { $0[Output.commitment] = MinimumThroughputBillingCommitment.of(commitment, now: now) })
  }
}
