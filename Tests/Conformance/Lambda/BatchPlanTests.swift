import Testing

@testable import Lambda

@Suite struct BatchPlanTests {
  /// Request ids `a`, `b`, `c` … in the order they are asked for.
  private final class Letters {
    private var next: UInt8 = UInt8(ascii: "b")
    func take() -> String {
      defer { next += 1 }
      return String(decoding: [next], as: UTF8.self)
    }
  }

  private func run(
    _ plan: inout BatchPlan, _ outcomes: [BatchPlan.Outcome]
  ) -> [String] {
    let letters = Letters()
    var sent: [String] = []
    for outcome in outcomes {
      guard let piece = plan.next else { break }
      sent.append("\(piece.records.lowerBound)..<\(piece.records.upperBound) \(piece.requestID)")
      _ = plan.take(outcome) { letters.take() }
    }
    return sent
  }

  @Test func aRetryKeepsItsRequestAndIsGivenUpAfterTheLast() {
    var plan = BatchPlan(count: 4, maximumRetries: 2, bisects: false, requestID: "a")
    #expect(run(&plan, [.failed, .failed, .failed, .failed]) == ["0..<4 a", "0..<4 a", "0..<4 a"])
    #expect(plan.next == nil)
    let piece = BatchPlan.Piece(records: 0..<4, requestID: "a", failures: 3)
    #expect(plan.takeGivenUp() == [BatchPlan.GivenUp(piece: piece, cause: .retriesExhausted)])
  }

  @Test func retriesWithoutEnd() {
    var plan = BatchPlan(count: 1, maximumRetries: -1, bisects: false, requestID: "a")
    #expect(run(&plan, Array(repeating: .failed, count: 50)).count == 50)
    #expect(plan.next?.failures == 50)
  }

  @Test func bisectingUsesUpNoRetry() {
    var plan = BatchPlan(count: 4, maximumRetries: 1, bisects: true, requestID: "a")
    // The third record is the bad one.
    let sent = run(&plan, [.failed, .succeeded, .failed, .failed, .failed, .succeeded])
    #expect(sent == ["0..<4 a", "0..<2 c", "2..<4 b", "2..<3 e", "2..<3 e", "3..<4 d"])
    #expect(plan.next == nil)
  }

  @Test func aPartialFailureKeepsTheRestWithANewRequest() {
    var plan = BatchPlan(count: 4, maximumRetries: -1, bisects: false, requestID: "a")
    let letters = Letters()
    #expect(plan.take(.partlyFailed(at: 1)) { letters.take() } == .retry(afterFailures: 1))
    #expect(plan.settled == 1)
    #expect(plan.next == BatchPlan.Piece(records: 1..<4, requestID: "b"))
    #expect(plan.take(.partlyFailed(at: 1)) { letters.take() } == .retry(afterFailures: 1))
    #expect(plan.next == BatchPlan.Piece(records: 1..<4, requestID: "b", failures: 1))
  }

  /// Recorded from AWS: [1,2x,3,4] → [2,3,4] → [2],[2] → [3,4].
  @Test func bisectingAPartialFailure() {
    var plan = BatchPlan(count: 4, maximumRetries: 1, bisects: true, requestID: "a")
    let sent = run(&plan, [.partlyFailed(at: 1), .partlyFailed(at: 1), .failed, .failed, .succeeded])
    #expect(sent.map { String($0.dropLast(2)) } == ["0..<4", "1..<4", "1..<2", "1..<2", "2..<4"])
    #expect(plan.next == nil)
  }

  @Test func aRefusalUsesUpNoRetry() {
    var plan = BatchPlan(count: 1, maximumRetries: 0, bisects: true, requestID: "a")
    #expect(plan.take(.refused) { "" } == .retry(afterFailures: 1))
    #expect(plan.take(.refused) { "" } == .retry(afterFailures: 2))
    #expect(plan.take(.succeeded) { "" } == .done)
  }

  @Test func oldRecordsAreGivenUp() {
    var plan = BatchPlan(count: 4, maximumRetries: -1, bisects: true, requestID: "a")
    _ = plan.take(.failed) { "x" }
    plan.discard(before: 3) { "y" }
    #expect(plan.next == BatchPlan.Piece(records: 3..<4, requestID: "y"))
    plan.discard(before: 4) { "z" }
    #expect(plan.next == nil)
    #expect(plan.takeGivenUp().map(\.piece.records) == [0..<2, 2..<3, 3..<4])
    #expect(plan.takeGivenUp().isEmpty)
  }

  @Test func backsOffToAMinute() {
    #expect([1, 2, 3, 7, 100].map(BatchPlan.backoff) == [50, 200, 800, 60_000, 60_000])
  }
}
