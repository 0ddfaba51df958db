/// The minimum-throughput billing commitment of an account ("on-demand advantage"): what it lets an account do is more
/// consumers and warm throughput. It lasts 24 hours at least
/// (https://docs.aws.amazon.com/streams/latest/dev/on-demand-mode.html). Times in milliseconds since 1970.
struct BillingCommitment: Equatable {
  /// nil: never enabled.
  var started: Int?
  /// When it was, or will be, disabled.
  var ends: Int?

  static let minimum = 86_400_000

  enum Status: String {
    case enabled = "ENABLED"
    case disabled = "DISABLED"
    case enabledUntilEarliestAllowedEnd = "ENABLED_UNTIL_EARLIEST_ALLOWED_END"
  }

  func status(now: Int) -> Status {
    guard started != nil else { return .disabled }
    guard let ends else { return .enabled }
    return ends <= now ? .disabled : .enabledUntilEarliestAllowedEnd
  }

  func isEnabled(now: Int) -> Bool { status(now: now) != .disabled }

  mutating func enable(now: Int) {
    if !isEnabled(now: now) { started = now }
    ends = nil
  }

  /// Ends now, or when its 24 hours are over.
  mutating func disable(now: Int) {
    guard let started, status(now: now) == .enabled else { return }
    ends = max(now, started + BillingCommitment.minimum)
  }
}
