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
  }

  private var bytesIn = Allowance(perSecond: 1 << 20)
  private var recordsIn = Allowance(perSecond: 1000)
  private var bytesOut = Allowance(perSecond: 2 << 20)
  private var readsOut = Allowance(perSecond: 5)

  /// Takes one record of that size, partition key included; false: the rate is exceeded and nothing is taken.
  mutating func write(_ size: Int, now: Int) -> Bool {
    bytesIn.fill(now: now)
    recordsIn.fill(now: now)
    guard bytesIn.has(size), recordsIn.has(1) else { return false }
    bytesIn.take(size)
    recordsIn.take(1)
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
}
