import Protocols
import Runtime
import Testing

@testable import Lambda

@Suite struct EventFormTests {
  private let form = EventForm(
    shard: "shardId-000000000000", source: "arn:aws:kinesis:eu-west-1:123456789012:stream/s", region: "eu-west-1",
    role: "arn:aws:iam::123456789012:role/r")

  private func event(_ records: [StreamRecord]) -> [UInt8] {
    form.event(records.map { form.record(SourceRecord(body: .kinesis($0))) }[...], nil)
  }

  /// The order and form of the members are recorded from AWS (lambda/kinesis_source.json).
  @Test func isWrittenAsAWSDoes() {
    let record = StreamRecord(
      sequenceNumber: "49590338271490256608559692538361571095921575989136588898", partitionKey: "k\"1",
      data: Array("Hello".utf8), arrival: Timestamp(milliseconds: 1_789_808_666_670))
    let whole = StreamRecord(
      sequenceNumber: "2", partitionKey: "ñ", data: [], arrival: Timestamp(milliseconds: 1_789_808_667_000))
    let text = String(decoding: event([record, whole]), as: UTF8.self)
    #expect(
      text == #"{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"k\"1","#
        + #""sequenceNumber":"49590338271490256608559692538361571095921575989136588898","data":"SGVsbG8=","#
        + #""approximateArrivalTimestamp":1789808666.67},"eventSource":"aws:kinesis","eventVersion":"1.0","#
        + #""eventID":"shardId-000000000000:49590338271490256608559692538361571095921575989136588898","#
        + #""eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/r","#
        + #""awsRegion":"eu-west-1","eventSourceARN":"arn:aws:kinesis:eu-west-1:123456789012:stream/s"},"#
        + #"{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"ñ","sequenceNumber":"2","data":"","#
        + #""approximateArrivalTimestamp":1789808667},"eventSource":"aws:kinesis","eventVersion":"1.0","#
        + #""eventID":"shardId-000000000000:2","eventName":"aws:kinesis:record","#
        + #""invokeIdentityArn":"arn:aws:iam::123456789012:role/r","awsRegion":"eu-west-1","#
        + #""eventSourceARN":"arn:aws:kinesis:eu-west-1:123456789012:stream/s"}]}"#)
  }

  @Test func aBatchEndsAtSixMegabytes() {
    let large = StreamRecord(
      sequenceNumber: "1", partitionKey: "k", data: [UInt8](repeating: 7, count: 1 << 20),
      arrival: Timestamp(milliseconds: 0))
    let six = Array(repeating: SourceRecord(body: .kinesis(large)), count: 6)
    #expect(form.fitting(six[...], reserving: 0).count == 4)
    #expect(form.event(form.fitting(six[...], reserving: 0)[...], nil).count <= EventForm.limit)
    // A window's state takes room too.
    #expect(form.fitting(six[...], reserving: 1 << 20).count == 3)
    let huge = StreamRecord(
      sequenceNumber: "1", partitionKey: "k", data: [UInt8](repeating: 7, count: 8 << 20),
      arrival: Timestamp(milliseconds: 0))
    let both = [SourceRecord(body: .kinesis(huge)), SourceRecord(body: .kinesis(large))]
    #expect(form.fitting(both[...], reserving: 0).count == 1)
  }
}
