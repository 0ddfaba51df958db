import Protocols
import Runtime

/// Makes a log group.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
enum CreateLogGroup: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let kmsKeyID = Member<String>("kmsKeyId", .length(0...256), .notEmulated)
    static let tags = Member<[String: String]>(
      "tags", .length(1...50), .keys([.length(1...128), LogsTraits.tagKeyPattern]),
      .mapped([.length(0...256), LogsTraits.tagValuePattern]))
    static let logGroupClass = Member<String>(
      "logGroupClass", .values(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]), .emulatedOnly(["STANDARD"]))
    static let deletionProtectionEnabled = Member<Bool>("deletionProtectionEnabled", .emulatedOnly(["false"]))
    static let shape = structure(
      "CreateLogGroupRequest", logGroupName, kmsKeyID, tags, logGroupClass, deletionProtectionEnabled)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.logGroupName]
    if try service.store.group(request.account, request.region, name) != nil { throw AWSError.groupExists() }
    if name.hasPrefix("aws/") {
      throw AWSError.invalidParameter("Log groups starting with AWS/ are reserved for AWS.")
    }
    let group = try service.store.createGroup(
      request.account, request.region, name, now: Int(request.now.milliseconds))
    try GroupTags.add(input[Input.tags] ?? [:], to: group, service)
    return .now(Values())
  }
}
