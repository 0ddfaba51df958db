import Protocols
import Runtime

/// How many shards and on-demand streams the account has in the region, and how many it may have.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeLimits.html
enum DescribeLimits: AWSOperation {
  enum Input: StructureShape {
    static let shape = structure("DescribeLimitsInput")
  }
  enum Output: StructureShape {
    static let shardLimit = Required<Int32>("ShardLimit")
    static let openShardCount = Required<Int32>("OpenShardCount")
    static let onDemandStreamCount = Required<Int32>("OnDemandStreamCount")
    static let onDemandStreamCountLimit = Required<Int32>("OnDemandStreamCountLimit")
    static let shape = structure(
      "DescribeLimitsOutput", onDemandStreamCount, onDemandStreamCountLimit, openShardCount, shardLimit)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let streams = service.store.streams(of: request.account, in: request.region)
    return .now(
      .with {
        $0[Output.shardLimit] = Int32(AccountLimits.shards)
        $0[Output.openShardCount] = Int32(AccountLimits.openShards(of: streams))
        $0[Output.onDemandStreamCount] = Int32(streams.count(where: \.isOnDemand))
        $0[Output.onDemandStreamCountLimit] = Int32(AccountLimits.onDemandStreams)
      })
  }
}
