import Protocols

/// Splits and merges of a stream's shards, within one round: a closed parent takes no more records from the moment its
/// children do, so none is lost and none comes twice.
struct Resharding {
  private let stream: Stream
  private let store: KinesisStore
  private let now: Int
  private var added: [StreamShard] = []

  init(_ stream: Stream, _ store: KinesisStore, now: Int) {
    self.stream = stream
    self.store = store
    self.now = now
  }

  /// Of what a reshard under delay finds changed under it (a shard closed meanwhile cannot be: the stream is UPDATING).
  mutating func apply(_ change: StreamChange) throws(AWSError) {
    switch change {
    case .split(let index, let key):
      guard let shard = stream.shard(index: index), shard.isOpen else { return }
      _ = try split(shard, at: key)
    case .merge(let index, let adjacent):
      guard let first = stream.shard(index: index), let second = stream.shard(index: adjacent), first.isOpen,
        second.isOpen
      else { return }
      _ = try merge(first, second)
    case .resize(let count): try resize(to: count)
    case .halve(let indexes):
      for index in indexes {
        guard let shard = stream.shard(index: index), shard.isOpen, shard.start < shard.end else { continue }
        _ = try split(shard, at: HashKey(value: shard.start.value + (shard.end.value - shard.start.value) / 2 + 1))
      }
    default: return
    }
    // The parents' closing changes who is open, so the list is set even where nothing was added.
    stream.set(stream.shards + added, in: store.round)
  }

  /// The second child begins at the key.
  private mutating func split(
    _ parent: StreamShard, at key: HashKey
  ) throws(AWSError) -> (left: StreamShard, right: StreamShard) {
    let closing = try close([parent])
    let left = try child(of: parent, nil, (parent.start, HashKey(value: key.value - 1)), closing)
    let right = try child(of: parent, nil, (key, parent.end), closing)
    return (left, right)
  }

  private mutating func merge(_ first: StreamShard, _ second: StreamShard) throws(AWSError) -> StreamShard {
    try child(of: first, second, (first.start, second.end), try close([first, second]))
  }

  /// The closing second is the children's creation minus one (recorded from AWS), and never before the parents' own.
  private func close(_ parents: [StreamShard]) throws(AWSError) -> StreamShard.Closing {
    var second = now / 1000
    for parent in parents { second = max(second, parent.created, parent.tail.time / 1000) }
    let closing = StreamShard.Closing(second: second, at: now)
    for parent in parents { try store.close(parent, closing) }
    return closing
  }

  private mutating func child(
    of parent: StreamShard, _ adjacent: StreamShard?, _ range: (start: HashKey, end: HashKey),
    _ closing: StreamShard.Closing
  ) throws(AWSError) -> StreamShard {
    let shard = try store.addShard(
      to: stream, index: stream.nextShardIndex + added.count, parent: parent.index, adjacentParent: adjacent?.index,
      range,
      created: closing.second + 1, opened: now)
    added.append(shard)
    return shard
  }

  /// As AWS does it: each shard is split at the new boundaries inside of it, then neighbouring pieces are merged until
  /// they are the new ranges (recorded from AWS).
  private mutating func resize(to count: Int) throws(AWSError) {
    let ranges = HashKey.even(count)
    var pieces: [StreamShard] = []
    var boundary = 1
    for shard in stream.openShards {
      var rest = shard
      while boundary < count, ranges[boundary].start <= rest.end {
        let key = ranges[boundary].start
        if key > rest.start {
          let halves = try split(rest, at: key)
          pieces.append(halves.left)
          rest = halves.right
        }
        boundary += 1
      }
      pieces.append(rest)
    }
    var next = 0
    for range in ranges {
      guard next < pieces.count else { break }
      var merged = pieces[next]
      next += 1
      while merged.end < range.end, next < pieces.count {
        merged = try merge(merged, pieces[next])
        next += 1
      }
    }
  }
}
