import Protocols
import Runtime

/// The log groups of the account and region in byte order of their names, by prefix, by a part of the name, or by
/// identifier; 50 a page.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
enum DescribeLogGroups: AWSOperation {
  enum Input: StructureShape {
    static let accountIdentifiers = Member<[String]>(
      "accountIdentifiers", .length(0...20), .each([.length(12...12), .pattern(#"^\d{12}$"#)]), .notEmulated)
    static let logGroupNamePrefix = Member<String>("logGroupNamePrefix", .length(1...512), LogsTraits.groupPattern)
    static let logGroupNamePattern = Member<String>(
      "logGroupNamePattern", .length(0...512), .pattern(#"[\.\-_/#A-Za-z0-9]*"#))
    static let nextToken = Member<String>("nextToken", .atLeast(1))
    static let limit = Member<Int32>("limit", .range(1...50))
    static let includeLinkedAccounts = Member<Bool>("includeLinkedAccounts", .emulatedOnly(["false"]))
    static let logGroupClass = Member<String>("logGroupClass", .values(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]))
    static let logGroupIdentifiers = Member<[String]>(
      "logGroupIdentifiers", .length(1...50), .each([.length(1...2048), LogsTraits.identifierPattern]))
    static let shape = structure(
      "DescribeLogGroupsRequest", accountIdentifiers, logGroupNamePrefix, logGroupNamePattern, nextToken, limit,
      includeLinkedAccounts, logGroupClass, logGroupIdentifiers)
  }
  enum Output: StructureShape {
    static let logGroups = Member<[Values<LogGroup>]>("logGroups")
    static let nextToken = Member<String>("nextToken")
    static let shape = structure("DescribeLogGroupsResponse", logGroups, nextToken)
  }
  enum LogGroup: StructureShape {
    static let logGroupName = Member<String>("logGroupName")
    static let creationTime = Member<Int>("creationTime")
    static let retentionInDays = Member<Int32>("retentionInDays")
    static let metricFilterCount = Member<Int32>("metricFilterCount")
    static let arn = Member<String>("arn")
    static let storedBytes = Member<Int>("storedBytes")
    static let kmsKeyID = Member<String>("kmsKeyId")
    static let dataProtectionStatus = Member<String>("dataProtectionStatus")
    static let inheritedProperties = Member<[String]>("inheritedProperties")
    static let logGroupClass = Member<String>("logGroupClass")
    static let logGroupARN = Member<String>("logGroupArn")
    static let deletionProtectionEnabled = Member<Bool>("deletionProtectionEnabled")
    static let bearerTokenAuthenticationEnabled = Member<Bool>("bearerTokenAuthenticationEnabled")
    static let shape = structure(
      "LogGroup", logGroupName, creationTime, retentionInDays, metricFilterCount, arn, storedBytes, kmsKeyID,
      dataProtectionStatus, inheritedProperties, logGroupClass, logGroupARN, deletionProtectionEnabled,
      bearerTokenAuthenticationEnabled)

    static func of(_ group: LogGroupRecord) -> Values<LogGroup> {
      .with {
        $0[logGroupName] = group.name
        $0[creationTime] = group.created
        $0[retentionInDays] = group.retentionDays.map { Int32($0) }
        $0[metricFilterCount] = 0
        $0[arn] = group.arn + ":*"
        $0[storedBytes] = group.storedBytes
        $0[logGroupClass] = "STANDARD"
        $0[logGroupARN] = group.arn
        $0[deletionProtectionEnabled] = false
      }
    }
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let prefix = input[Input.logGroupNamePrefix] ?? ""
    let part = input[Input.logGroupNamePattern] ?? ""
    if input.has(Input.logGroupNamePrefix), input.has(Input.logGroupNamePattern) {
      throw AWSError.invalidParameter(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.")
    }
    if let identifiers = input[Input.logGroupIdentifiers] {
      return try named(identifiers, request, service)
    }
    let limit = Int(input[Input.limit] ?? 50)
    let asked = "groups\n\(prefix)\n\(part)"
    let after = try PageToken.position(input[Input.nextToken], of: asked) ?? ""
    // INFREQUENT_ACCESS and DELIVERY have no groups.
    let hasNone = input[Input.logGroupClass].map { $0 != "STANDARD" } ?? false
    let found =
      hasNone
      ? []
      : try service.store.groups(
        request.account, request.region, prefix: prefix, containing: part, after: after, limit: limit + 1)
    return .now(
      .with { out in
        out[Output.logGroups] = found.prefix(limit).map(LogGroup.of)
        if found.count > limit {
          out[Output.nextToken] = PageToken(position: found[limit - 1].name, request: asked).text
        }
      })
  }

  private static func named(
    _ identifiers: [String], _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    var groups: [LogGroupRecord] = []
    for identifier in identifiers {
      let group: LogGroupRecord? =
        identifier.hasPrefix("arn:")
        ? try LogGroupRecord.withARN(identifier, request, service)
        : try service.store.group(request.account, request.region, identifier)
      if let group { groups.append(group) }
    }
    return .now(.with { $0[Output.logGroups] = groups.map(LogGroup.of) })
  }
}
