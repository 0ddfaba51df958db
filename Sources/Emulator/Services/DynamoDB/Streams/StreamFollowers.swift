/// Who waits for streams' records from inside: woken after a commit that wrote to a stream or closed a shard of it.
/// Loop only.
final class StreamFollowers {
  private var wakes: [String: [Int: @Sendable () -> Void]] = [:]
  private var next = 0

  /// Returns what `unfollow` takes.
  func follow(_ streamARN: String, _ wake: @escaping @Sendable () -> Void) -> Int {
    next += 1
    wakes[streamARN, default: [:]][next] = wake
    return next
  }

  func unfollow(_ streamARN: String, _ id: Int) {
    wakes[streamARN]?[id] = nil
    if wakes[streamARN]?.isEmpty ?? false { wakes[streamARN] = nil }
  }

  func isFollowed(_ streamARN: String) -> Bool { wakes[streamARN] != nil }

  func wake(_ streamARN: String) {
    guard let all = wakes[streamARN] else { return }
    for each in all.values { each() }
  }
}
