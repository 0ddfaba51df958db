/// What is to be sent next of one batch, and what an outcome means for the rest: retries, bisecting, partial failures. A
/// pure value; indexes count the batch's records.
///
/// A retry of the same records keeps its request id, a bisected or reduced batch gets a new one; bisecting uses up no
/// retry (recorded from AWS).
struct BatchPlan {
  struct Piece: Equatable {
    var records: Range<Int>
    var requestID: String
    /// Attempts with these records that failed.
    var failures = 0
  }

  enum Outcome: Equatable {
    case succeeded
    case failed
    /// ReportBatchItemFailures: the first record that failed; those before it are done.
    case partlyFailed(at: Int)
    /// Lambda did not take the event (throttled, the function is missing): tried again without using up a retry.
    case refused
  }

  enum Next: Equatable {
    /// At once.
    case send
    /// The same records again, after a back-off that grows with the number.
    case retry(afterFailures: Int)
    case done
  }

  /// Records that no handler will see again.
  struct GivenUp: Equatable {
    enum Cause: String {
      case retriesExhausted = "RetryAttemptsExhausted"
      case tooOld = "RecordAgeExceeded"
    }
    var piece: Piece
    var cause: Cause
  }

  /// What is left, the next piece last.
  private var pieces: [Piece]
  /// −1: without end.
  private let maximumRetries: Int
  private let bisects: Bool
  /// Refusals in a row, for the back-off.
  private var refusals = 0
  private var givenUp: [GivenUp] = []

  init(count: Int, maximumRetries: Int, bisects: Bool, requestID: String) {
    pieces = count > 0 ? [Piece(records: 0..<count, requestID: requestID)] : []
    self.maximumRetries = maximumRetries
    self.bisects = bisects
  }

  /// What is to be sent; nil when the batch is done.
  var next: Piece? { pieces.last }

  /// Records before this index are dealt with: processed, or given up. nil when all are.
  var settled: Int? { pieces.last?.records.lowerBound }

  /// What was given up since this was asked last.
  mutating func takeGivenUp() -> [GivenUp] {
    defer { givenUp = [] }
    return givenUp
  }

  mutating func take(_ outcome: Outcome, newID: () -> String) -> Next {
    guard var piece = pieces.popLast() else { return .done }
    if outcome != .refused { refusals = 0 }
    switch outcome {
    case .succeeded: return pieces.isEmpty ? .done : .send
    case .refused:
      refusals += 1
      pieces.append(piece)
      return .retry(afterFailures: refusals)
    case .partlyFailed(let first) where first > piece.records.lowerBound && piece.records.contains(first):
      piece.records = first..<piece.records.upperBound
      piece.requestID = newID()
      piece.failures = 0
      pieces.append(piece)
      return .retry(afterFailures: 1)
    case .failed, .partlyFailed:
      if bisects, piece.records.count > 1 {
        let middle = piece.records.lowerBound + piece.records.count / 2
        pieces.append(
          Piece(records: middle..<piece.records.upperBound, requestID: newID(), failures: piece.failures))
        pieces.append(
          Piece(records: piece.records.lowerBound..<middle, requestID: newID(), failures: piece.failures))
        return .send
      }
      piece.failures += 1
      if maximumRetries >= 0, piece.failures > maximumRetries {
        givenUp.append(GivenUp(piece: piece, cause: .retriesExhausted))
        return pieces.isEmpty ? .done : .send
      }
      pieces.append(piece)
      return .retry(afterFailures: piece.failures)
    }
  }

  /// Gives up the records before the index, which have grown too old. A piece that loses records is a new batch.
  mutating func discard(before index: Int, newID: () -> String) {
    while var piece = pieces.last, piece.records.lowerBound < index {
      pieces.removeLast()
      var old = piece
      old.records = piece.records.lowerBound..<min(index, piece.records.upperBound)
      givenUp.append(GivenUp(piece: old, cause: .tooOld))
      if piece.records.upperBound > index {
        piece.records = index..<piece.records.upperBound
        piece.requestID = newID()
        pieces.append(piece)
        return
      }
    }
  }

  /// Milliseconds before the retry: 50, 200, 800 … up to a minute (the first two recorded from AWS).
  static func backoff(afterFailures failures: Int) -> Int64 {
    var delay: Int64 = 50
    for _ in 1..<max(1, min(failures, 8)) { delay *= 4 }
    return min(delay, 60_000)
  }
}
