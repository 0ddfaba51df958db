import Protocols
import Support
import Testing

@testable import Kinesis

/// The allowances of `--kinesis-throttle` as values.
@Suite struct ShardThroughputTests {
  /// So that an expectation can call what changes it.
  private final class Rates {
    private var shard = ShardThroughput()
    func write(_ size: Int, now: Int) -> Bool { shard.write(size, now: now) }
    func beginRead(now: Int) -> Bool { shard.beginRead(now: now) }
    func endRead(_ bytes: Int) { shard.endRead(bytes) }
  }

  @Test func bytesFillUpWithTimeAndNoFurther() {
    let shard = Rates()
    #expect(shard.write(1 << 20, now: 0))
    #expect(!shard.write(1, now: 0))
    #expect(shard.write(1 << 19, now: 500))
    #expect(!shard.write(1 << 19, now: 900))
    #expect(shard.write(1 << 20, now: 100_000))
    #expect(!shard.write(1, now: 100_000))
    // The clock may go back.
    #expect(!shard.write(1, now: 0))
  }

  @Test func aRecordLargerThanASecondNeedsAFullOneAndIsPaidForAfterwards() {
    let shard = Rates()
    #expect(shard.write(3 << 20, now: 0))
    #expect(!shard.write(1, now: 2000))
    #expect(shard.write(1 << 19, now: 2500))
  }

  @Test func recordsAndReadsAreCounted() {
    let shard = Rates()
    for _ in 0..<1000 { #expect(shard.write(0, now: 0)) }
    #expect(!shard.write(0, now: 0))
    for _ in 0..<5 { #expect(shard.beginRead(now: 0)) }
    #expect(!shard.beginRead(now: 0))
    #expect(shard.beginRead(now: 200))
    shard.endRead(10 << 20)
    #expect(!shard.beginRead(now: 4199))
    #expect(shard.beginRead(now: 4300))
  }

  @Test func aShardIsHotAfterAMinuteAtHalfItsRate() {
    var shard = ShardThroughput()
    func minute(_ start: Int, records: Int, size: Int) {
      for second in 0..<60 {
        for _ in 0..<records { _ = shard.write(size, now: start + second * 1000) }
      }
    }
    minute(1_000_000, records: 499, size: 1)
    minute(1_060_000, records: 500, size: 1)
    #expect(!shard.isHot)
    _ = shard.write(1, now: 1_120_000)
    #expect(shard.isHot)
    shard.cool()
    #expect(!shard.isHot)
    minute(2_000_000, records: 1, size: 1 << 19)
    _ = shard.write(1, now: 2_060_000)
    #expect(shard.isHot)
    // The next full minute was a quiet one.
    _ = shard.write(1, now: 2_200_000)
    #expect(!shard.isHot)
  }

  @Test func aSubscriptionOwesWhatItWasPushed() {
    var pace = SubscriptionPace()
    #expect(pace.wait(now: 0) == 0)
    pace.take(6 << 20)
    #expect(pace.wait(now: 0) == 2001)
    #expect(pace.wait(now: 2000) == 1)
    #expect(pace.wait(now: 2001) == 0)
  }
}
