import Protocols

/// A bucket's lifecycle rules, ready to be asked about an object: pure, the time comes in.
///
/// A period of days ends at the midnight (UTC) that follows it
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days).
struct LifecycleRules: Sendable {
  enum Moment: Sendable {
    case days(Int64)
    case date(Timestamp)

    func due(from start: Timestamp) -> Timestamp {
      switch self {
      case .days(let days): LifecycleRules.midnight(after: start, days: days)
      case .date(let date): date
      }
    }
  }

  struct Rule: Sendable {
    var id: String
    var prefix: [UInt8] = []
    var tags: [(key: String, value: String)] = []
    var greater: Int?
    var less: Int?
    var expiration: Moment?
    /// A delete marker that stands alone goes.
    var removesMarkers = false
    var transitions: [(moment: Moment, storageClass: String)] = []
    var noncurrentDays: Int64?
    /// How many noncurrent versions are kept beside.
    var noncurrentKept = 0
    var noncurrentTransitions: [(days: Int64, kept: Int, storageClass: String)] = []
    var abortDays: Int64?
  }

  /// What a rule is asked about.
  struct Subject: Sendable {
    var key: [UInt8]
    var size: Int
    var tags: [(key: String, value: String)]
    var storageClass: String
    /// When it was written; of a noncurrent version, when it became so.
    var since: Timestamp
    /// Noncurrent versions of the key that are newer.
    var newer = 0
  }

  enum Action: Sendable, Equatable {
    case expire
    case transition(String)
  }

  /// The enabled ones.
  var rules: [Rule]
  /// Objects below 128 KiB stay in their class, whatever it is.
  var keepsSmallObjects: Bool

  init(_ configuration: Values<GetBucketLifecycleConfiguration.Output>) {
    keepsSmallObjects =
      configuration[GetBucketLifecycleConfiguration.Output.transitionDefaultMinimumObjectSize]
      != "varies_by_storage_class"
    rules = (configuration[GetBucketLifecycleConfiguration.Output.rules] ?? []).compactMap(LifecycleRules.rule)
  }

  private static func rule(_ from: Values<LifecycleRule>) -> Rule? {
    guard from[LifecycleRule.status] == "Enabled" else { return nil }
    var rule = Rule(id: from[LifecycleRule.id] ?? "")
    if let prefix = from[LifecycleRule.prefix] { rule.prefix = Array(prefix.utf8) }
    if let filter = from[LifecycleRule.filter] {
      let all = filter[LifecycleRuleFilter.and]
      let prefix = filter[LifecycleRuleFilter.prefix] ?? all?[LifecycleRuleAndOperator.prefix] ?? ""
      rule.prefix = Array(prefix.utf8)
      rule.tags = LifecycleRuleFilter.tags(of: filter).map { ($0[ObjectTag.key], $0[ObjectTag.value]) }
      rule.greater =
        filter[LifecycleRuleFilter.objectSizeGreaterThan] ?? all?[LifecycleRuleAndOperator.objectSizeGreaterThan]
      rule.less = filter[LifecycleRuleFilter.objectSizeLessThan] ?? all?[LifecycleRuleAndOperator.objectSizeLessThan]
    }
    if let expiration = from[LifecycleRule.expiration] {
      rule.expiration = moment(expiration[LifecycleExpiration.days], expiration[LifecycleExpiration.date])
      rule.removesMarkers = expiration[LifecycleExpiration.expiredObjectDeleteMarker] ?? false
    }
    for transition in from[LifecycleRule.transitions] ?? [] {
      guard let moment = moment(transition[Transition.days], transition[Transition.date]),
        let target = transition[Transition.storageClass]
      else { continue }
      rule.transitions.append((moment, target))
    }
    if let noncurrent = from[LifecycleRule.noncurrentVersionExpiration] {
      rule.noncurrentDays = noncurrent[NoncurrentVersionExpiration.noncurrentDays].map { Int64($0) }
      rule.noncurrentKept = Int(noncurrent[NoncurrentVersionExpiration.newerNoncurrentVersions] ?? 0)
    }
    for transition in from[LifecycleRule.noncurrentVersionTransitions] ?? [] {
      guard let days = transition[NoncurrentVersionTransition.noncurrentDays],
        let target = transition[NoncurrentVersionTransition.storageClass]
      else { continue }
      let kept = Int(transition[NoncurrentVersionTransition.newerNoncurrentVersions] ?? 0)
      rule.noncurrentTransitions.append((Int64(days), kept, target))
    }
    let abort = from[LifecycleRule.abortIncompleteMultipartUpload]
    rule.abortDays = abort?[AbortIncompleteMultipartUpload.daysAfterInitiation].map { Int64($0) }
    return rule
  }

  private static func moment(_ days: Int32?, _ date: Timestamp?) -> Moment? {
    if let days { return .days(Int64(days)) }
    return date.map { .date($0) }
  }

  static let day: Int64 = 86_400_000

  static func midnight(after start: Timestamp, days: Int64) -> Timestamp {
    let end = start.milliseconds + days * day
    return Timestamp(milliseconds: (end - (end % day + day) % day) + day)
  }

  // MARK: Questions

  /// When the object ends and by which rule: the first to come.
  func expiration(of object: Subject) -> (date: Timestamp, rule: String)? {
    var first: (date: Timestamp, rule: String)?
    for rule in rules {
      guard let moment = rule.expiration, LifecycleRules.covers(rule, object) else { continue }
      let date = moment.due(from: object.since)
      if first.map({ date < $0.date }) ?? true { first = (date, rule.id) }
    }
    return first
  }

  /// What is to be done by now with the current version of a key.
  func action(on object: Subject, now: Timestamp) -> Action? {
    if let end = expiration(of: object), end.date <= now { return .expire }
    var target: String?
    for rule in rules where LifecycleRules.covers(rule, object) {
      for transition in rule.transitions where transition.moment.due(from: object.since) <= now {
        target = colder(transition.storageClass, than: target, rule, object)
      }
    }
    return target.map { .transition($0) }
  }

  /// What is to be done by now with a noncurrent version.
  func noncurrentAction(on version: Subject, now: Timestamp) -> Action? {
    var target: String?
    for rule in rules where LifecycleRules.covers(rule, version) {
      if let days = rule.noncurrentDays, version.newer >= rule.noncurrentKept,
        LifecycleRules.midnight(after: version.since, days: days) <= now
      {
        return .expire
      }
      for transition in rule.noncurrentTransitions
      where version.newer >= transition.kept
        && LifecycleRules.midnight(after: version.since, days: transition.days) <= now
      {
        target = colder(transition.storageClass, than: target, rule, version)
      }
    }
    return target.map { .transition($0) }
  }

  /// Whether a delete marker goes that no version stands behind.
  func removesMarker(_ key: [UInt8], since: Timestamp, now: Timestamp) -> Bool {
    rules.contains { rule in
      guard key.starts(with: rule.prefix), rule.tags.isEmpty else { return false }
      if rule.removesMarkers { return true }
      guard case .days? = rule.expiration, let moment = rule.expiration else { return false }
      return moment.due(from: since) <= now
    }
  }

  /// When an upload that is still open is aborted, and by which rule.
  func abort(_ key: [UInt8], initiated: Timestamp) -> (date: Timestamp, rule: String)? {
    var first: (date: Timestamp, rule: String)?
    for rule in rules {
      guard let days = rule.abortDays, key.starts(with: rule.prefix), rule.tags.isEmpty else { continue }
      let date = LifecycleRules.midnight(after: initiated, days: days)
      if first.map({ date < $0.date }) ?? true { first = (date, rule.id) }
    }
    return first
  }

  private static func covers(_ rule: Rule, _ object: Subject) -> Bool {
    guard object.key.starts(with: rule.prefix) else { return false }
    if let greater = rule.greater, object.size <= greater { return false }
    if let less = rule.less, object.size >= less { return false }
    return rule.tags.allSatisfy { wanted in
      object.tags.contains { $0.key == wanted.key && $0.value == wanted.value }
    }
  }

  // MARK: Storage classes

  /// Objects move down this list only.
  private static let order = [
    "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER",
    "DEEP_ARCHIVE",
  ]
  private static let small = 128 << 10

  /// The colder of the two, where the object may go there.
  private func colder(_ candidate: String, than found: String?, _ rule: Rule, _ object: Subject) -> String? {
    let isArchive = candidate == "GLACIER" || candidate == "DEEP_ARCHIVE"
    // A rule that names sizes decides itself.
    if object.size < LifecycleRules.small, rule.greater == nil, rule.less == nil, keepsSmallObjects || !isArchive {
      return found
    }
    let rank = LifecycleRules.rank(candidate)
    guard rank > LifecycleRules.rank(object.storageClass), rank > (found.map(LifecycleRules.rank) ?? -1) else {
      return found
    }
    return candidate
  }

  private static func rank(_ storageClass: String) -> Int { order.firstIndex(of: storageClass) ?? 0 }

  /// `x-amz-expiration`
  static func header(_ end: (date: Timestamp, rule: String)) -> String {
    var rule: [UInt8] = []
    PercentEncoding.append(end.rule, keepingSlash: false, to: &rule)
    return "expiry-date=\"\(end.date.httpDate())\", rule-id=\"\(String(decoding: rule, as: UTF8.self))\""
  }
}
