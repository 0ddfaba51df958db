import Protocols
import Runtime

/// Has the events that match delivered to a function or a Kinesis stream from now on. A filter of the name is replaced; a
/// group has two at most.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html
enum PutSubscriptionFilter: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let filterName = Required<String>("filterName", .length(1...512), .pattern("[^:*]*"))
    static let filterPattern = Required<String>("filterPattern", .length(0...1024))
    static let destinationARN = Required<String>("destinationArn", .atLeast(1))
    static let roleARN = Member<String>("roleArn", .atLeast(1))
    static let distribution = Member<String>("distribution", .values(["Random", "ByLogStream"]))
    static let applyOnTransformedLogs = Member<Bool>("applyOnTransformedLogs", .emulatedOnly(["false"]))
    static let fieldSelectionCriteria = Member<String>("fieldSelectionCriteria", .length(0...2000), .notEmulated)
    static let emitSystemFields = Member<[String]>("emitSystemFields", .notEmulated)
    static let shape = structure(
      "PutSubscriptionFilterRequest", logGroupName, filterName, filterPattern, destinationARN, roleARN, distribution,
      applyOnTransformedLogs, fieldSelectionCriteria, emitSystemFields)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let filter = try filter(input, request, service)
    // Whether the destination is there is another service's to say.
    return .later {
      let failure = await check(filter, service)
      return { () throws(AWSError) -> Answer<Output> in
        if let failure { throw failure }
        let filter = try PutSubscriptionFilter.filter(input, request, service)
        try service.store.put(filter)
        if filter.destination == .stream {
          let now = Int(request.now.milliseconds)
          try service.store.insert(
            delivery: SubscriptionFilterRecord.control(now: now), to: filter, partitionKey: "control", now: now)
        }
        return .now(Values())
      }
    }
  }

  private static func filter(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> SubscriptionFilterRecord {
    let group = try LogGroupRecord.named(input[Input.logGroupName], request, service)
    let pattern = try FilterPattern(input[Input.filterPattern])
    let destination = input[Input.destinationARN]
    guard let arn = ARN(destination) else { throw AWSError.invalidParameter("Invalid destinationArn specified") }
    switch arn.service {
    case "lambda":
      if input[Input.roleARN] != nil {
        throw AWSError.invalidParameter("destinationArn for vendor lambda cannot be used with roleArn")
      }
      // Each delivery would write the lines of the next one.
      let function = arn.resource.split(separator: ":").dropFirst().first ?? ""
      if arn.account == request.account, group.name == "/aws/lambda/\(function)" {
        throw AWSError.invalidParameter(
          "The log group provided is reserved for the function logs of the destination function.")
      }
    case "kinesis":
      if input[Input.roleARN] == nil {
        throw AWSError.invalidParameter("destinationArn for vendor kinesis cannot be used without roleArn")
      }
    case "firehose", "logs": throw AWSError.notEmulated("A subscription filter with a destination of \(arn.service)")
    default: throw AWSError.invalidParameter("Invalid destinationArn specified")
    }
    let name = input[Input.filterName]
    let others = (service.store.filters[group.id] ?? []).filter { $0.name != name }
    if others.count >= 2 { throw AWSError("LimitExceededException", "Resource limit exceeded.") }
    let old = service.store.filters[group.id]?.first { $0.name == name }
    return SubscriptionFilterRecord(
      group: group.id, account: request.account, region: request.region, groupName: group.name, name: name,
      patternText: input[Input.filterPattern], pattern: pattern, destinationARN: destination,
      roleARN: input[Input.roleARN], distribution: input[Input.distribution] ?? "ByLogStream",
      created: old?.created ?? Int(request.now.milliseconds))
  }

  private static func check(_ filter: SubscriptionFilterRecord, _ service: LogsService) async -> AWSError? {
    let caller = Caller.root(of: filter.account)
    switch filter.destination {
    case .function:
      if await service.setting.ports.functions.exists(filter.destinationARN, as: caller, region: filter.region) {
        return nil
      }
      return AWSError.invalidParameter(
        "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your "
          + "function.")
    case .stream:
      do throws(AWSError) {
        _ = try await service.setting.ports.streams.describe(filter.destinationARN, as: caller)
        return nil
      } catch {
        return AWSError.invalidParameter(
          "Could not deliver test message to specified Kinesis stream. Check if the given kinesis stream is in ACTIVE "
            + "state. ")
      }
    }
  }
}
