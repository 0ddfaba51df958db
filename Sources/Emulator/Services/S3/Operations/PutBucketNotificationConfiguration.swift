import Protocols
import Runtime

/// Sets who is told of what happens in the bucket. Topics are asked whether they take a message, with a test event.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
enum PutBucketNotificationConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?notification")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let notificationConfiguration = Required<Values<NotificationConfiguration>>(
      "NotificationConfiguration", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let skipDestinationValidation = Member<Bool>(
      "SkipDestinationValidation", .header("x-amz-skip-destination-validation"))
    static let shape = structure(
      "PutBucketNotificationConfigurationRequest", bucket, notificationConfiguration, expectedBucketOwner,
      skipDestinationValidation)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let configuration = try NotificationRules.checked(input[Input.notificationConfiguration]) { service.ids.uuid() }
    let targets = NotificationRules(configuration).targets
    if targets.isEmpty || input[Input.skipDestinationValidation] == true {
      try keep(configuration, bucket, service)
      return .now(Values())
    }
    let test = S3Event.test(bucket: bucket.name, time: request.now, requestID: request.id)
    let owner = Caller.root(of: bucket.account)
    return .later {
      let refused = await PutBucketNotificationConfiguration.refused(targets, test, as: owner, service)
      return { () throws(AWSError) -> Answer<Output> in
        if let error = PutBucketNotificationConfiguration.error(refused) { throw error }
        let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
        try keep(configuration, bucket, service)
        return .now(Values())
      }
    }
  }

  private static func keep(
    _ configuration: Values<NotificationConfiguration>, _ bucket: StoredBucket, _ service: S3Service
  ) throws(AWSError) {
    let isEmpty = configuration.structure.slots.allSatisfy(\.isAbsent)
    if isEmpty {
      try service.forget(.notification, of: bucket)
    } else {
      try service.keep(.notification, configuration, of: bucket)
    }
  }

  /// The targets that are not there. A topic is sent the test event; a function is not.
  private static func refused(
    _ targets: [NotificationRules.Target], _ test: [UInt8], as owner: Caller, _ service: S3Service
  ) async -> [(name: String, value: String)] {
    var refused: [(name: String, value: String)] = []
    let message = String(decoding: test, as: UTF8.self)
    for target in targets {
      switch target.kind {
      case .topic:
        do throws(AWSError) {
          _ = try await service.ports.topics.publish(
            target.arn, subject: "Amazon S3 Notification", message, as: owner)
        } catch {
          refused.append((target.arn, "The destination topic does not exist"))
        }
      case .function:
        let region = ARN(target.arn)?.region ?? ""
        if await service.ports.functions.exists(target.arn, as: owner, region: region) { continue }
        refused.append((target.arn + ", null", "Not authorized to invoke function [\(target.arn)]"))
      }
    }
    return refused
  }

  private static func error(_ refused: [(name: String, value: String)]) -> AWSError? {
    if refused.isEmpty { return nil }
    var elements: [(name: String, text: String)] = []
    for (index, each) in refused.enumerated() { elements.append(("ArgumentName\(index + 1)", each.name)) }
    for (index, each) in refused.enumerated() { elements.append(("ArgumentValue\(index + 1)", each.value)) }
    return AWSError(
      "InvalidArgument", "Unable to validate the following destination configurations", elements: elements)
  }
}
