import Storage

/// Who follows one stream: mappings, delivery streams, subscriptions. They are told once a round, after its commit, however
/// many records it appended. Loop only.
final class Audience {
  private var wakes: [Int: () -> Void] = [:]
  private var isTold = false

  func add(_ id: Int, _ wake: @escaping () -> Void) { wakes[id] = wake }
  func remove(_ id: Int) { wakes[id] = nil }

  /// The stream has changed in this round.
  func tell(in round: Round) {
    if wakes.isEmpty || isTold { return }
    isTold = true
    round.onUndo { [self] in isTold = false }
    round.afterCommit { [self] in
      isTold = false
      for wake in wakes.values { wake() }
    }
  }
}
