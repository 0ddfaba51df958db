/// A piece of work that is due at a time. Loop only.
package final class TimerHandle {
  let deadline: UInt64
  fileprivate let order: UInt64
  fileprivate var work: (() -> Void)?

  fileprivate init(deadline: UInt64, order: UInt64, work: @escaping () -> Void) {
    self.deadline = deadline
    self.order = order
    self.work = work
  }

  /// The work is not done, where it has not been done yet.
  package func cancel() { work = nil }
}

/// What is due when: a binary heap by deadline, and by order of scheduling among equals.
struct Timers {
  private var heap: [TimerHandle] = []
  /// How many have been added.
  private(set) var scheduled: UInt64 = 0

  /// The earliest deadline that was not cancelled.
  mutating func next() -> UInt64? {
    while let first = heap.first {
      if first.work != nil { return first.deadline }
      _ = removeFirst()
    }
    return nil
  }

  mutating func add(at deadline: UInt64, _ work: @escaping () -> Void) -> TimerHandle {
    scheduled += 1
    let handle = TimerHandle(deadline: deadline, order: scheduled, work: work)
    // Time-outs are mostly cancelled long before they are due; they must not pile up until then.
    if heap.count >= 64, scheduled & 63 == 0 { compact() }
    heap.append(handle)
    rise(heap.count - 1)
    return handle
  }

  /// The work that is due next, or nil; taking it removes it. Timers added after the first `limit` are not due yet.
  mutating func due(at now: UInt64, scheduledUpTo limit: UInt64) -> (() -> Void)? {
    while let first = heap.first {
      guard first.work == nil || (first.deadline <= now && first.order <= limit) else { return nil }
      let timer: TimerHandle = removeFirst()
      if let work = timer.work {
        timer.work = nil
        return work
      }
    }
    return nil
  }

  private mutating func compact() {
    let kept: [TimerHandle] = heap.filter { $0.work != nil }
    guard kept.count * 2 < heap.count else { return }
    // A sorted array is a heap.
    heap = kept.sorted { Timers.precedes($0, $1) }
  }

  private static func precedes(_ a: TimerHandle, _ b: TimerHandle) -> Bool {
    a.deadline != b.deadline ? a.deadline < b.deadline : a.order < b.order
  }

  private mutating func removeFirst() -> TimerHandle {
    heap.swapAt(0, heap.count - 1)
    let first: TimerHandle = heap.removeLast()
    var index = 0
    while true {
      var least: Int = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
        if Timers.precedes(heap[child], heap[least]) { least = child }
      }
      if least == index { return first }
      heap.swapAt(index, least)
      index = least
    }
  }

  private mutating func rise(_ start: Int) {
    var index: Int = start
    while index > 0 {
      let parent: Int = (index - 1) / 2
      guard Timers.precedes(heap[index], heap[parent]) else { return }
      heap.swapAt(index, parent)
      index = parent
    }
  }
}

extension Duration {
  /// In nanoseconds, from 0 up to some 270 years.
  var nanoseconds: UInt64 {
    let parts: (seconds: Int64, attoseconds: Int64) = components
    guard parts.seconds >= 0, parts.attoseconds >= 0 else { return 0 }
    return UInt64(min(parts.seconds, 1 << 33)) * 1_000_000_000 + UInt64(parts.attoseconds) / 1_000_000_000
  }
}
