import Protocols

extension LifecycleRule {
  static let classes = ["GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR"]
  private static let millisecondsOfDay: Int64 = 86_400_000

  /// `x-amz-transition-default-minimum-object-size`
  static func transitionMinimum(_ text: String?) throws(AWSError) -> String {
    let text = text ?? "all_storage_classes_128K"
    guard ["varies_by_storage_class", "all_storage_classes_128K"].contains(text) else {
      throw AWSError.invalidRequest("Invalid TransitionDefaultMinimumObjectSize found: \(text)")
    }
    return text
  }

  /// What S3 refuses of the rules that a bucket is given
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html).
  static func check(_ rules: [Values<LifecycleRule>]) throws(AWSError) {
    if rules.isEmpty { throw AWSError.malformedXML() }
    if rules.count > 1000 {
      throw AWSError.invalidRequest("The number of lifecycle rules must not exceed the allowed limit of 1000 rules")
    }
    var ids: Set<String> = []
    for rule in rules {
      if let id = rule[id] {
        if id.unicodeScalars.count > 255 { throw invalid("ID", id, "ID length should not exceed allowed limit of 255") }
        guard ids.insert(id).inserted else {
          throw invalid("ID", id, "Rule ID must be unique. Found same ID for more than one rule")
        }
      }
      if rule.has(filter) == rule.has(prefix) { throw AWSError.malformedXML() }
      if let filter = rule[filter] { try LifecycleRuleFilter.check(filter) }
      try checkActions(rule)
    }
  }

  private static func checkActions(_ rule: Values<LifecycleRule>) throws(AWSError) {
    let actions: [AnyMember] = [
      expiration, transitions, noncurrentVersionTransitions, noncurrentVersionExpiration,
      abortIncompleteMultipartUpload,
    ]
    guard actions.contains(where: { rule.has($0) }) else {
      throw AWSError.invalidRequest("At least one action needs to be specified in a rule")
    }
    let hasTags = !(rule[filter].map(LifecycleRuleFilter.tags(of:)) ?? []).isEmpty
    if let expiration = rule[expiration] {
      try LifecycleExpiration.check(expiration)
      if hasTags, expiration[LifecycleExpiration.expiredObjectDeleteMarker] != nil {
        throw AWSError.invalidRequest("ExpiredObjectDeleteMarker cannot be specified with Tags.")
      }
    }
    for transition in rule[transitions] ?? [] { try Transition.check(transition, rule[expiration]) }
    for transition in rule[noncurrentVersionTransitions] ?? [] {
      guard let days = transition[NoncurrentVersionTransition.noncurrentDays],
        let target = transition[NoncurrentVersionTransition.storageClass], classes.contains(target)
      else { throw AWSError.malformedXML() }
      try positive(days, "NoncurrentDays", "NoncurrentVersionTransition", orZero: true)
    }
    if let noncurrent = rule[noncurrentVersionExpiration] {
      guard let days = noncurrent[NoncurrentVersionExpiration.noncurrentDays] else { throw AWSError.malformedXML() }
      try positive(days, "NoncurrentDays", "NoncurrentVersionExpiration")
      if let newer = noncurrent[NoncurrentVersionExpiration.newerNoncurrentVersions] {
        try positive(newer, "NewerNoncurrentVersions", "NoncurrentVersionExpiration")
      }
    }
    if let abort = rule[abortIncompleteMultipartUpload] {
      guard let days = abort[AbortIncompleteMultipartUpload.daysAfterInitiation] else { throw AWSError.malformedXML() }
      try positive(days, "DaysAfterInitiation", "AbortIncompleteMultipartUpload")
      if hasTags {
        throw AWSError.invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Tags.")
      }
    }
  }

  fileprivate static func positive(
    _ number: Int32, _ name: String, _ action: String, orZero: Bool = false
  ) throws(AWSError) {
    if number > 0 || orZero && number == 0 { return }
    let wanted = orZero ? "nonnegative" : "a positive integer"
    throw invalid(name, "\(number)", "'\(name)' for \(action) action must be \(wanted)")
  }

  fileprivate static func midnight(_ date: Timestamp) throws(AWSError) {
    if date.milliseconds % millisecondsOfDay == 0 { return }
    throw invalid("Date", date.iso8601(), "'Date' must be at midnight GMT")
  }

  fileprivate static func invalid(_ name: String, _ value: String, _ message: String) -> AWSError {
    .invalidArgument(name, value, message)
  }
}

extension LifecycleExpiration {
  fileprivate static func check(_ expiration: Values<LifecycleExpiration>) throws(AWSError) {
    let members: [AnyMember] = [date, days, expiredObjectDeleteMarker]
    guard members.filter({ expiration.has($0) }).count == 1 else { throw AWSError.malformedXML() }
    if let days = expiration[days] { try LifecycleRule.positive(days, "Days", "Expiration") }
    if let date = expiration[date] { try LifecycleRule.midnight(date) }
  }
}

extension Transition {
  fileprivate static func check(
    _ transition: Values<Transition>, _ expiration: Values<LifecycleExpiration>?
  ) throws(AWSError) {
    guard let target = transition[storageClass], LifecycleRule.classes.contains(target),
      transition.has(days) != transition.has(date)
    else { throw AWSError.malformedXML() }
    if let date = transition[date] { try LifecycleRule.midnight(date) }
    let isByDate = transition.has(date)
    if let expiration, isByDate ? expiration.has(LifecycleExpiration.days) : expiration.has(LifecycleExpiration.date) {
      throw AWSError.invalidRequest(
        "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for prefix ''")
    }
    guard let days = transition[days] else { return }
    try LifecycleRule.positive(days, "Days", "Transition", orZero: true)
    if target.hasSuffix("_IA"), days < 30 {
      throw AWSError.invalidArgument(
        "Days", "\(days)",
        "'Days' in Transition action must be greater than or equal to 30 for storageClass '\(target)'")
    }
    if let end = expiration?[LifecycleExpiration.days], end <= days {
      throw AWSError.invalidArgument(
        "Days", "\(end)",
        "'Days' in the Expiration action for filter '(prefix=)' must be greater than 'Days' in the Transition action")
    }
  }
}

extension LifecycleRuleFilter {
  /// One condition alone, or several in `And`.
  fileprivate static func check(_ filter: Values<LifecycleRuleFilter>) throws(AWSError) {
    let members: [AnyMember] = [prefix, tag, objectSizeGreaterThan, objectSizeLessThan, and]
    if members.filter({ filter.has($0) }).count > 1 { throw AWSError.malformedXML() }
    guard let all = filter[and] else { return }
    var keys: Set<String> = []
    for tag in all[LifecycleRuleAndOperator.tags] ?? [] {
      guard keys.insert(tag[ObjectTag.key]).inserted else {
        throw AWSError.invalidRequest("Duplicate Tag Keys are not allowed.")
      }
    }
    if let more = all[LifecycleRuleAndOperator.objectSizeGreaterThan],
      let less = all[LifecycleRuleAndOperator.objectSizeLessThan], less <= more
    {
      throw AWSError.invalidRequest(
        "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.")
    }
  }

  static func tags(of filter: Values<LifecycleRuleFilter>) -> [Values<ObjectTag>] {
    if let one = filter[tag] { return [one] }
    return filter[and]?[LifecycleRuleAndOperator.tags] ?? []
  }
}
