import Protocols
import Runtime

/// A subscription filter as the store keeps it, ready to be asked.
struct SubscriptionFilterRecord: Sendable {
  var group: Int
  var account: String
  var region: String
  var groupName: String
  var name: String
  var patternText: String
  var pattern: FilterPattern
  var destinationARN: String
  var roleARN: String?
  /// `ByLogStream` or `Random`.
  var distribution: String
  /// Milliseconds since 1970.
  var created: Int

  enum Destination {
    case function
    case stream
  }

  var destination: Destination { ARN(destinationARN)?.service == "kinesis" ? .stream : .function }

  /// What a subscriber is given of events
  /// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html), before it is compressed.
  func message(_ events: [(id: String, time: Int, message: String)], stream: String) -> [UInt8] {
    SubscriptionFilterRecord.message(
      "DATA_MESSAGE", owner: account, group: groupName, stream: stream, filters: [name], events)
  }

  /// What a Kinesis stream is sent when it is subscribed.
  static func control(now: Int) -> [UInt8] {
    message(
      "CONTROL_MESSAGE", owner: "CloudwatchLogs", group: "", stream: "", filters: [],
      [("", now, "CWL CONTROL MESSAGE: Checking health of destination Kinesis stream.")])
  }

  private static func message(
    _ type: String, owner: String, group: String, stream: String, filters: [String],
    _ events: [(id: String, time: Int, message: String)]
  ) -> [UInt8] {
    var writer = JSONWriter(reserving: events.reduce(300) { $0 + $1.message.utf8.count + 120 })
    writer.beginObject()
    for (key, value) in [("messageType", type), ("owner", owner), ("logGroup", group), ("logStream", stream)] {
      writer.key(key)
      writer.string(value)
    }
    writer.key("subscriptionFilters")
    writer.beginArray()
    for filter in filters { writer.string(filter) }
    writer.endArray()
    writer.key("logEvents")
    writer.beginArray()
    for event in events {
      writer.beginObject()
      writer.key("id")
      writer.string(event.id)
      writer.key("timestamp")
      writer.integer(event.time)
      writer.key("message")
      writer.string(event.message)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }
}
