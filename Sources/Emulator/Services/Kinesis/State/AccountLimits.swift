import Protocols
import Runtime

/// What an account may have in a region: AWS's defaults in its large regions (recorded from AWS).
enum AccountLimits {
  static let shards = 6000
  static let onDemandStreams = 50

  /// Open shards of provisioned streams; those of on-demand streams do not count (recorded from AWS).
  static func openShards(of streams: [Stream]) -> Int {
    streams.reduce(0) { $0 + ($1.isOnDemand ? 0 : $1.openShards.count) }
  }

  static func check(adding count: Int, to streams: [Stream], _ request: RequestContext) throws(AWSError) {
    let open = openShards(of: streams)
    if open + count <= shards { return }
    throw AWSError.limitExceeded(
      "This request would exceed the shard limit for the account \(request.account) in \(request.region). Current shard "
        + "count for the account: \(open). Limit: \(shards). Number of additional shards that would have resulted from "
        + "this request: \(count). Refer to the AWS Service Limits page "
        + "(https://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request "
        + "higher limits.")
  }

  static func checkOnDemand(_ streams: [Stream], _ request: RequestContext) throws(AWSError) {
    let count = streams.count(where: \.isOnDemand)
    if count < onDemandStreams { return }
    throw AWSError.limitExceeded(
      "This request would exceed the on-demand stream limit for the account \(request.account) in \(request.region). "
        + "Current on-demand stream count for the account: \(count). Limit: \(onDemandStreams).")
  }
}
