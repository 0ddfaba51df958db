import Protocols
import Runtime
import Storage
import Support
import Synchronization
import Testing

@testable import S3

/// Topics and functions that remember what they are told.
final class RememberedTargets: FunctionPort, TopicPort {
  private let state = Mutex((events: [(target: String, message: String)](), failures: 0))
  let arrived = Signal()

  var events: [(target: String, message: String)] { state.withLock { $0.events } }
  func failNext(_ count: Int) { state.withLock { $0.failures = count } }

  func invoke(
    _ function: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) -> FunctionAnswer { throw AWSError.notEmulated("invoke") }

  func invokeAsync(
    _ function: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) { try take(function, String(decoding: payload, as: UTF8.self)) }

  func exists(_ function: String, as caller: Caller, region: String) async -> Bool { !function.hasSuffix("gone") }

  func publish(
    _ topicARN: String, subject: String?, _ message: String, attributes: [TopicAttribute], as caller: Caller
  ) async throws(AWSError) -> String {
    if topicARN.hasSuffix("gone") { throw AWSError("NotFound", "Topic does not exist", status: 404) }
    try take(topicARN, message)
    return "id"
  }

  private func take(_ target: String, _ message: String) throws(AWSError) {
    let fails = state.withLock { state -> Bool in
      if state.failures > 0 {
        state.failures -= 1
        return true
      }
      state.events.append((target, message))
      return false
    }
    if fails { throw AWSError("TooManyRequestsException", "Rate Exceeded.", status: 429) }
    arrived.raise()
  }

  /// Waits until that many have come.
  func wait(for count: Int) async throws -> [(target: String, message: String)] {
    while events.count < count { try await arrived.wait() }
    return events
  }
}

let topicARN = "arn:aws:sns:us-east-1:000000000000:t"
let functionARN = "arn:aws:lambda:us-east-1:000000000000:function:f"

func notifyingHouse(_ targets: RememberedTargets, path: String? = nil) async throws -> TestHouse {
  let ports = Ports()
  ports.functions = targets
  ports.topics = targets
  let blobs = try BlobStore(folder: nil, isDurable: false)
  let house = try TestHouse(path: path, ports: ports, starts: true) { [try S3Service($0, blobs, $1)] }
  _ = try await house.call(CreateBucket.self) { $0[CreateBucket.Input.bucket] = "bucket" }
  return house
}

@Suite struct PutBucketNotificationConfigurationTests {
  private func topic(_ inner: String, arn: String = topicARN) -> String {
    "<NotificationConfiguration><TopicConfiguration><Topic>\(arn)</Topic>\(inner)</TopicConfiguration>"
      + "</NotificationConfiguration>"
  }

  @Test func aTopicIsSentTheTestEvent() async throws {
    let targets = RememberedTargets()
    let house = try await notifyingHouse(targets)
    let answer = await house.configure("notification", topic("<Event>s3:ObjectCreated:*</Event>"))
    #expect(answer.status == 200)
    let test = try JSONValue.parse(targets.events[0].message)
    #expect(test["Event"]?.string == "s3:TestEvent" && test["Bucket"]?.string == "bucket")
    let kept = await house.configuration("notification").text
    #expect(kept.contains("<Topic>\(topicARN)</Topic>") && kept.contains("<Id>"))
    #expect(await house.configure("notification", "<NotificationConfiguration/>").status == 200)
    #expect(!(await house.configuration("notification").text.contains("Topic")))
  }

  @Test func refusesWhatS3Refuses() async throws {
    let house = try await notifyingHouse(RememberedTargets())
    let event = "<Event>s3:ObjectCreated:*</Event>"
    func filter(_ name: String) -> String {
      event + "<Filter><S3Key><FilterRule><Name>\(name)</Name><Value>a</Value></FilterRule></S3Key></Filter>"
    }
    let cases = [
      (topic("<Event>s3:Nothing</Event>"), "The event is not supported for notifications"),
      (topic(event, arn: "t"), "The ARN could not be parsed"),
      (topic(event, arn: "arn:aws:sns:us-east-1:000000000000:gone"), "The destination topic does not exist"),
      (topic(filter("middle")), "filter rule name must be either prefix or suffix"),
      (topic(event + "<Filter><S3Key><FilterRule/></S3Key></Filter>"), "<Code>MalformedXML</Code>"),
      (
        "<NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>\(functionARN)gone</CloudFunction>"
          + event + "</CloudFunctionConfiguration></NotificationConfiguration>", "Not authorized to invoke function"
      ),
      (
        "<NotificationConfiguration><QueueConfiguration><Queue>arn:aws:sqs:us-east-1:000000000000:q</Queue>" + event
          + "</QueueConfiguration></NotificationConfiguration>", "QueueConfigurations"
      ),
      (
        topic(event).replacing("</NotificationConfiguration>", with: "")
          + "<TopicConfiguration><Topic>\(topicARN)</Topic><Event>s3:ObjectCreated:Put</Event></TopicConfiguration>"
          + "</NotificationConfiguration>", "Configuration is ambiguously defined."
      ),
    ]
    for (document, message) in cases {
      let answer = await house.configure("notification", document)
      #expect(answer.status >= 400 && answer.text.contains(message), "\(answer)")
    }
    // Without a look at the targets.
    let skipped = await house.configure(
      "notification", topic(event, arn: "arn:aws:sns:us-east-1:000000000000:gone"),
      [("x-amz-skip-destination-validation", "true")])
    #expect(skipped.status == 200)
  }
}
