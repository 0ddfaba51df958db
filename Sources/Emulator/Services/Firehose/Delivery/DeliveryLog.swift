import Protocols
import Runtime

/// Errors of a delivery, told to CloudWatch Logs where the destination asks for it
/// (https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html).
struct DeliveryLog {
  private let service: FirehoseService
  private let stream: DeliveryStream

  init(_ service: FirehoseService, _ stream: DeliveryStream) {
    self.service = service
    self.stream = stream
  }

  /// A log that cannot be written holds nothing up.
  func report(_ code: String, _ message: String, processor: String? = nil) async {
    let known = await service.setting.cloud.step { [stream] () throws(AWSError) in stream.settings }
    guard let known, let log = known.destination.log else { return }
    let now = await service.now()
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("deliveryStreamARN")
    writer.string(stream.arn)
    writer.key("destination")
    writer.string("arn:aws:s3:::" + known.destination.bucket)
    writer.key("deliveryStreamVersionId")
    writer.integer(known.version)
    writer.key("message")
    writer.string(message)
    writer.key("errorCode")
    writer.string(code)
    if let processor {
      writer.key("processor")
      writer.string(processor)
    }
    writer.endObject()
    let event = (time: now, message: String(decoding: writer.bytes, as: UTF8.self))
    try? await service.setting.ports.logs.put(
      group: log.group, stream: log.stream, [event], as: stream.caller, region: stream.region)
  }
}
