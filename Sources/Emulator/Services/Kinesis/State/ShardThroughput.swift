/// What one shard may take and give a second under `--kinesis-throttle`
/// (https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html). Pure value; times are the emulator's
/// clock's, in milliseconds.
struct ShardThroughput {
  /// An allowance that fills up with time, a second's worth at most.
  struct Allowance {
    private let perSecond: Int
    /// In thousandths, so that a millisecond adds a whole number.
    private var left: Int
    private var time: Int?

    init(perSecond: Int) {
      self.perSecond = perSecond
      left = perSecond * 1000
    }

    mutating func fill(now: Int) {
      if let time, now > time { left = min(perSecond * 1000, left + perSecond * min(now - time, 100_000)) }
      time = max(now, time ?? now)
    }

    /// Whether that much is left; more than a second's worth needs all of it.
    func has(_ amount: Int) -> Bool { left >= min(amount, perSecond) * 1000 }

    /// Nothing is owed.
    var isOpen: Bool { left > 0 }

    /// May go below zero: what is owed is waited for.
    mutating func take(_ amount: Int) { left -= amount * 1000 }

    /// Milliseconds until nothing is owed.
    var wait: Int { left > 0 ? 0 : -left / perSecond + 1 }
  }

  private var bytesIn = Allowance(perSecond: 1 << 20)
  private var recordsIn = Allowance(perSecond: 1000)
  private var bytesOut = Allowance(perSecond: 2 << 20)
  private var readsOut = Allowance(perSecond: 5)

  /// What a shard was given in a minute.
  private struct Minute {
    var start: Int
    var bytes = 0
    var records = 0

    /// Half of what the shard could take.
    var isHot: Bool { bytes >= 30 << 20 || records >= 30_000 }
  }
  private var minute = Minute(start: 0)
  /// The last full minute's average was half of the shard's rate or more: where shards follow the load, it is split.
  private(set) var isHot = false

  /// Takes one record of that size, partition key included; false: the rate is exceeded and nothing is taken.
  mutating func write(_ size: Int, now: Int) -> Bool {
    bytesIn.fill(now: now)
    recordsIn.fill(now: now)
    guard bytesIn.has(size), recordsIn.has(1) else { return false }
    bytesIn.take(size)
    recordsIn.take(1)
    if now - minute.start >= 60_000 {
      isHot = minute.isHot
      minute = Minute(start: now)
    }
    minute.bytes += size
    minute.records += 1
    return true
  }

  /// Begins a read; false: the rate is exceeded. A large page is paid for afterwards: 10 MiB close the shard for five
  /// seconds.
  mutating func beginRead(now: Int) -> Bool {
    bytesOut.fill(now: now)
    readsOut.fill(now: now)
    guard bytesOut.isOpen, readsOut.has(1) else { return false }
    readsOut.take(1)
    return true
  }

  mutating func endRead(_ bytes: Int) { bytesOut.take(bytes) }

  /// It was looked at: only another hot minute makes it hot again.
  mutating func cool() { isHot = false }
}

/// What one consumer is pushed of one shard under `--kinesis-throttle`: 2 MiB a second. An event may be larger: it is paid
/// for before the next one.
struct SubscriptionPace {
  private var bytes = ShardThroughput.Allowance(perSecond: 2 << 20)

  /// Milliseconds to wait for the next event.
  mutating func wait(now: Int) -> Int {
    bytes.fill(now: now)
    return bytes.wait
  }

  mutating func take(_ count: Int) { bytes.take(count) }
}
