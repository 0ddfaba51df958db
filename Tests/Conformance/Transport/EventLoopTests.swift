import Testing

@testable import Transport

struct EventLoopTests {
  @Test("Work posted from many threads runs, each thread's in its order")
  func posting() async throws {
    let thread = try LoopThread()
    defer { thread.end() }
    let seen = (0..<4).map { _ in Steps() }
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          for number in 0..<1000 {
            thread.loop.post { seen[task].add("\(number)") }
          }
        }
      }
    }
    await thread.sync {}
    for task in 0..<4 { #expect(seen[task].all == (0..<1000).map { "\($0)" }) }
  }

  @Test("The loop knows its own thread")
  func current() async throws {
    let thread = try LoopThread()
    defer { thread.end() }
    #expect(!thread.loop.isCurrent)
    #expect(await thread.sync { thread.loop.isCurrent })
  }

  @Test("Timers go off in the order of their deadlines, cancelled ones never")
  func timers() async throws {
    let thread = try LoopThread()
    defer { thread.end() }
    let steps = Steps()
    await withCheckedContinuation { continuation in
      thread.loop.post {
        let loop: EventLoop = thread.loop
        loop.schedule(after: .milliseconds(30)) {
          steps.add("last")
          continuation.resume()
        }
        loop.schedule(after: .milliseconds(10)) { steps.add("second") }
        let cancelled = loop.schedule(after: .milliseconds(5)) { steps.add("never") }
        loop.schedule(after: .zero) {
          steps.add("first")
          cancelled.cancel()
        }
      }
    }
    #expect(steps.all == ["first", "second", "last"])
  }

  @Test("The heap gives back what was put in, by deadline, then by order")
  func heap() {
    var timers = Timers()
    var given: [Int] = []
    var handles: [TimerHandle] = []
    var state: UInt64 = 42
    for number in 0..<500 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let deadline: UInt64 = state >> 58
      handles.append(timers.add(at: deadline) { given.append(number) })
    }
    for index in stride(from: 0, to: 500, by: 3) { handles[index].cancel() }
    while let work = timers.due(at: 1000, scheduledUpTo: 500) { work() }
    let expected: [Int] = (0..<500).filter { $0 % 3 != 0 }
      .sorted { (handles[$0].deadline, $0) < (handles[$1].deadline, $1) }
    #expect(given == expected)
    #expect(timers.next() == nil)
  }

  @Test("A chain of timers that are due at once does not keep a turn from ending")
  func timerChain() async throws {
    let thread = try LoopThread()
    defer { thread.end() }
    let steps = Steps()
    await thread.sync {
      let loop: EventLoop = thread.loop
      loop.endOfTurn = { steps.add("hook") }
      func next(_ left: Int) {
        steps.add("timer")
        if left > 0 { loop.schedule(at: 0) { next(left - 1) } }
      }
      loop.schedule(at: 0) { next(3) }
    }
    while steps.all.count(where: { $0 == "timer" }) < 4 { await thread.sync {} }
    #expect(!steps.all.joined(separator: " ").contains("timer timer"))
    #expect(Duration.seconds(Int64.max).nanoseconds > UInt64(1) << 62)
    #expect(Duration.seconds(-1).nanoseconds == 0)
    #expect(Duration.milliseconds(1500).nanoseconds == 1_500_000_000)
  }

  @Test("The hook comes after the turn's work and once for work that posts more work")
  func hook() async throws {
    let thread = try LoopThread()
    defer { thread.end() }
    let steps = Steps()
    await thread.sync {
      thread.loop.endOfTurn = { steps.add("hook") }
      thread.loop.post {
        steps.add("own")
        thread.loop.post { steps.add("own of own") }
      }
      steps.add("work")
    }
    await thread.sync {}
    #expect(Array(steps.all.prefix(4)) == ["work", "own", "own of own", "hook"])
  }
}
