/// When SNS tries again after a delivery failed
/// (https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html).
struct RetryPolicy: Sendable {
  /// Tries without waiting, then tries at the shortest delay, then tries with growing delays, then at the longest.
  var immediate: Int
  var steady: Int
  var growing: Int
  var slow: Int
  /// Milliseconds.
  var shortest: Int
  var longest: Int
  var backoff = Backoff.geometric

  /// How the growing delays come from the shortest to the longest.
  enum Backoff: String, Sendable {
    case linear, arithmetic, geometric, exponential
  }

  /// Endpoints that AWS runs: 3 at once, 2 after a second each, 10 growing to 20 s, 100,000 every 20 s.
  static let function = RetryPolicy(
    immediate: 3, steady: 2, growing: 10, slow: 100_000, shortest: 1000, longest: 20_000)
  /// Mail servers: 2 after 10 s each, 10 growing to 600 s, 38 every 600 s.
  static let mail = RetryPolicy(
    immediate: 0, steady: 2, growing: 10, slow: 38, shortest: 10_000, longest: 600_000)

  /// Milliseconds to wait after that many failed tries; nil when there is none left.
  func delay(afterTries tries: Int) -> Int? {
    var retry = tries - 1
    if retry < immediate { return 0 }
    retry -= immediate
    if retry < steady { return shortest }
    retry -= steady
    if retry < growing, backoff != .geometric {
      let step = Double(retry + 1) / Double(growing)
      let part: Double
      switch backoff {
      case .arithmetic: part = step * step
      case .exponential: part = step * step * step * step
      default: part = step
      }
      return shortest + Int(part * Double(longest - shortest))
    }
    if retry < growing {
      // Geometric from the shortest to the longest, in whole steps.
      var delay = Double(shortest)
      let ratio = Double(longest) / Double(shortest)
      // The `growing`-th root of the ratio by bisection: no mathematics library is needed for ten steps.
      var low = 1.0
      var high = ratio
      for _ in 0..<40 {
        let middle = (low + high) / 2
        var power = 1.0
        for _ in 0..<growing { power *= middle }
        if power < ratio { low = middle } else { high = middle }
      }
      for _ in 0...retry { delay *= low }
      return min(longest, Int(delay))
    }
    return retry - growing < slow ? longest : nil
  }
}
