import Protocols

/// Whom a bucket tells of what: its configuration, ready to be asked.
struct NotificationRules: Sendable {
  enum Kind: Sendable { case topic, function }

  struct Target: Sendable {
    var kind: Kind
    var id: String
    var arn: String
    /// `s3:ObjectCreated:*`
    var events: [String]
    var prefix: String
    var suffix: String

    func wants(_ event: S3Event.Name, _ key: String) -> Bool {
      key.utf8.starts(with: prefix.utf8) && NotificationRules.ends(key, suffix)
        && events.contains { NotificationRules.covers($0, event.full) }
    }
  }

  var targets: [Target]

  init(_ configuration: Values<NotificationConfiguration>) {
    targets = (configuration[NotificationConfiguration.topicConfigurations] ?? []).map { topic in
      let filter = NotificationRules.filter(topic[TopicConfiguration.filter])
      return Target(
        kind: .topic, id: topic[TopicConfiguration.id] ?? "", arn: topic[TopicConfiguration.topicArn],
        events: topic[TopicConfiguration.events], prefix: filter.prefix, suffix: filter.suffix)
    }
    targets += (configuration[NotificationConfiguration.lambdaFunctionConfigurations] ?? []).map { function in
      let filter = NotificationRules.filter(function[LambdaFunctionConfiguration.filter])
      return Target(
        kind: .function, id: function[LambdaFunctionConfiguration.id] ?? "",
        arn: function[LambdaFunctionConfiguration.lambdaFunctionArn],
        events: function[LambdaFunctionConfiguration.events], prefix: filter.prefix, suffix: filter.suffix)
    }
  }

  private static func filter(_ filter: Values<NotificationConfigurationFilter>?) -> (prefix: String, suffix: String) {
    var found = (prefix: "", suffix: "")
    for rule in filter?[NotificationConfigurationFilter.key]?[S3KeyFilter.filterRules] ?? [] {
      let value = rule[FilterRule.value] ?? ""
      if rule[FilterRule.name]?.lowercased() == "prefix" { found.prefix = value } else { found.suffix = value }
    }
    return found
  }

  private static func ends(_ key: String, _ suffix: String) -> Bool {
    let count = suffix.utf8.count
    return key.utf8.count >= count && key.utf8.suffix(count).elementsEqual(suffix.utf8)
  }

  /// `s3:ObjectCreated:*` covers `s3:ObjectCreated:Put`.
  static func covers(_ pattern: String, _ event: String) -> Bool {
    if pattern.hasSuffix("*") { return event.utf8.starts(with: pattern.utf8.dropLast()) }
    return pattern == event
  }

  // MARK: What is refused

  static let events: Set<String> = [
    "s3:ReducedRedundancyLostObject", "s3:ObjectCreated:*", "s3:ObjectCreated:Put", "s3:ObjectCreated:Post",
    "s3:ObjectCreated:Copy", "s3:ObjectCreated:CompleteMultipartUpload", "s3:ObjectRemoved:*",
    "s3:ObjectRemoved:Delete", "s3:ObjectRemoved:DeleteMarkerCreated", "s3:ObjectRestore:*", "s3:ObjectRestore:Post",
    "s3:ObjectRestore:Completed", "s3:Replication:*", "s3:Replication:OperationFailedReplication",
    "s3:Replication:OperationNotTracked", "s3:Replication:OperationMissedThreshold",
    "s3:Replication:OperationReplicatedAfterThreshold", "s3:ObjectRestore:Delete", "s3:LifecycleTransition",
    "s3:IntelligentTiering", "s3:ObjectAcl:Put", "s3:LifecycleExpiration:*", "s3:LifecycleExpiration:Delete",
    "s3:LifecycleExpiration:DeleteMarkerCreated", "s3:ObjectTagging:*", "s3:ObjectTagging:Put",
    "s3:ObjectTagging:Delete",
  ]

  /// What can be said of a configuration without asking anyone else. Returns it with an id for each of its parts, and
  /// the filters' names as S3 gives them back.
  static func checked(
    _ configuration: Values<NotificationConfiguration>, newID: () -> String
  ) throws(AWSError) -> Values<NotificationConfiguration> {
    var configuration = configuration
    var ids: Set<String> = []
    func id(_ given: String?) throws(AWSError) -> String {
      let id = given.flatMap { $0.isEmpty ? nil : $0 } ?? newID()
      if id.unicodeScalars.count > 255 {
        throw AWSError.invalidArgument("Id", id, "The ID is longer than 255 characters")
      }
      guard ids.insert(id).inserted else {
        throw AWSError.invalidArgument("Id", id, "Same ID used for multiple configurations. IDs must be unique")
      }
      return id
    }
    var topics = configuration[NotificationConfiguration.topicConfigurations] ?? []
    for index in topics.indices {
      topics[index][TopicConfiguration.id] = try id(topics[index][TopicConfiguration.id])
      try check(arn: topics[index][TopicConfiguration.topicArn], "sns", "Topic")
      try check(events: topics[index][TopicConfiguration.events])
      topics[index][TopicConfiguration.filter] = try checked(topics[index][TopicConfiguration.filter])
    }
    var functions = configuration[NotificationConfiguration.lambdaFunctionConfigurations] ?? []
    for index in functions.indices {
      functions[index][LambdaFunctionConfiguration.id] = try id(functions[index][LambdaFunctionConfiguration.id])
      try check(arn: functions[index][LambdaFunctionConfiguration.lambdaFunctionArn], "lambda", "CloudFunction")
      try check(events: functions[index][LambdaFunctionConfiguration.events])
      functions[index][LambdaFunctionConfiguration.filter] = try checked(
        functions[index][LambdaFunctionConfiguration.filter])
    }
    if !topics.isEmpty { configuration[NotificationConfiguration.topicConfigurations] = topics }
    if !functions.isEmpty { configuration[NotificationConfiguration.lambdaFunctionConfigurations] = functions }
    try checkOverlap(NotificationRules(configuration).targets)
    return configuration
  }

  private static func check(arn: String, _ service: String, _ name: String) throws(AWSError) {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 6, parts[0] == "arn", parts[2] == service, !parts[3].isEmpty, !parts[5].isEmpty else {
      throw AWSError.invalidArgument(name, arn, "The ARN could not be parsed")
    }
  }

  private static func check(events wanted: [String]) throws(AWSError) {
    if wanted.isEmpty { throw AWSError.malformedXML() }
    for event in wanted where !events.contains(event) {
      throw AWSError.invalidArgument("Event", event, "The event is not supported for notifications")
    }
  }

  private static func checked(
    _ filter: Values<NotificationConfigurationFilter>?
  ) throws(AWSError) -> Values<NotificationConfigurationFilter>? {
    guard var filter, var key = filter[NotificationConfigurationFilter.key], var rules = key[S3KeyFilter.filterRules]
    else { return filter }
    var seen: Set<String> = []
    for index in rules.indices {
      guard let name = rules[index][FilterRule.name], let value = rules[index][FilterRule.value] else {
        throw AWSError.malformedXML()
      }
      let plain = name.lowercased()
      guard plain == "prefix" || plain == "suffix" else {
        throw AWSError.invalidArgument(
          "FilterRule.Name", name, "filter rule name must be either prefix or suffix")
      }
      guard seen.insert(plain).inserted else {
        throw AWSError.invalidArgument(
          "FilterRule.Name", plain, "Cannot specify more than one \(plain) rule in a filter.")
      }
      if value.utf8.count > 1024 {
        throw AWSError.invalidArgument(
          "FilterRule.Value", value, "The length of the value may be no longer than 1024 characters")
      }
      rules[index][FilterRule.name] = plain == "prefix" ? "Prefix" : "Suffix"
    }
    key[S3KeyFilter.filterRules] = rules
    filter[NotificationConfigurationFilter.key] = key
    return filter
  }

  /// No event may go two ways.
  private static func checkOverlap(_ targets: [Target]) throws(AWSError) {
    for (index, one) in targets.enumerated() {
      for other in targets[(index + 1)...] {
        let shares = one.events.contains { a in other.events.contains { b in covers(a, b) || covers(b, a) } }
        let prefixes =
          one.prefix.utf8.starts(with: other.prefix.utf8) || other.prefix.utf8.starts(with: one.prefix.utf8)
        guard shares, prefixes, ends(one.suffix, other.suffix) || ends(other.suffix, one.suffix) else { continue }
        throw AWSError(
          "InvalidArgument",
          "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are "
            + "overlapping for the same event type.")
      }
    }
  }
}
