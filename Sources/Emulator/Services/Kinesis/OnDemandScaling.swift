import Protocols
import Runtime

/// On-demand streams under `--kinesis-throttle`: a shard that took half of its rate or more over a minute is split in the
/// middle, up to 200 open shards, which take AWS's default of 200 MB/s
/// (https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html#ondemandmode). Without the throttle a shard
/// takes whatever comes, and nothing is split. Shards are never merged again.
extension KinesisService {
  private static let shardLimit = 200

  /// One of the stream's shards is hot: they are split in a step of its own, behind the present one. Loop only.
  func scale(_ stream: Stream) {
    guard stream.isOnDemand, stream.status == .active, stream.openShards.count < Self.shardLimit,
      scaling.insert(stream.id).inserted
    else { return }
    let id = stream.id
    setting.workers.spawn("kinesis scaling") { [self] in
      _ = await setting.cloud.step { [self] () throws(AWSError) in try split(id) }
    }
  }

  private func split(_ id: Int) throws(AWSError) {
    scaling.remove(id)
    guard let stream = store.stream(id: id), stream.isOnDemand, stream.status == .active else { return }
    let hot = stream.openShards.filter(\.throughput.isHot)
    for shard in hot { shard.throughput.cool() }
    let room = Self.shardLimit - stream.openShards.count
    let now = Int(setting.clock.milliseconds)
    if !hot.isEmpty, room > 0 { try change(stream, .halve(hot.prefix(room).map(\.index)), now: now) }
  }
}
