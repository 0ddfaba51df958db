/// Bounds how often a client may do something that costs the server work and brings the client nothing: a burst is let
/// through, and then a steady rate (a token bucket). A value without a clock of its own.
struct FloodGate {
  private let burst: UInt64
  /// Nanoseconds in which one more is let through.
  private let interval: UInt64
  private var level: UInt64 = 0
  private var lastLeak: UInt64 = 0

  init(burst: Int, perSecond: Int) {
    self.burst = UInt64(burst)
    interval = 1_000_000_000 / UInt64(perSecond)
  }

  /// Counts one at that time in nanoseconds; false where it is one too many.
  mutating func admits(at now: UInt64) -> Bool {
    let leaked: UInt64 = now > lastLeak ? (now - lastLeak) / interval : 0
    if leaked >= level {
      level = 0
      lastLeak = now
    } else {
      level -= leaked
      lastLeak += leaked * interval
    }
    level += 1
    return level <= burst
  }
}
