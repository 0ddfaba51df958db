import Protocols
import Runtime
import Support
import Testing

@testable import Firehose

/// PutRecord, PutRecordBatch, ListDeliveryStreams, DeleteDeliveryStream and tags.
@Suite struct DeliveryStreamOperationsTests {
  @Test func putRecordAnswersAnId() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create()
    let output = try await firehose.house.call(PutRecord.self) {
      $0[PutRecord.Input.deliveryStreamName] = "d"
      $0[PutRecord.Input.record] = .with { $0[Record.data] = Blob([1]) }
    }
    #expect(output[PutRecord.Output.recordID].utf8.count == 224)
    #expect(output[PutRecord.Output.encrypted] == false)
    await firehose.house.stop()
  }

  @Test func putRecordBatchHasItsLimits() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create()
    func batch(_ sizes: [Int]) async -> AWSError? {
      await firehose.house.error(PutRecordBatch.self) {
        $0[PutRecordBatch.Input.deliveryStreamName] = "d"
        $0[PutRecordBatch.Input.records] = sizes.map { size in
          .with { $0[Record.data] = Blob([UInt8](repeating: 120, count: size)) }
        }
      }
    }
    #expect(await batch([1_024_000, 1_024_000, 1_024_000, 1_024_000]) == nil)
    #expect(await batch([1_024_001])?.code == "ValidationException")
    #expect(await batch([1_024_000, 1_024_000, 1_024_000, 1_024_000, 98_305])?.code == "InvalidArgumentException")
    let empty = await batch([])
    #expect(empty?.code == "ValidationException")
    await firehose.house.stop()
  }

  @Test func putRecordBatchAnswersForEachRecord() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create()
    let output = try await firehose.house.call(PutRecordBatch.self) {
      $0[PutRecordBatch.Input.deliveryStreamName] = "d"
      $0[PutRecordBatch.Input.records] = ["a", "b"].map { text in
        .with { $0[Record.data] = Blob(Array(text.utf8)) }
      }
    }
    #expect(output[PutRecordBatch.Output.failedPutCount] == 0)
    #expect(output[PutRecordBatch.Output.requestResponses].count == 2)
    await firehose.flush()
    #expect(firehose.ports.objects.first?.text == "ab")
    await firehose.house.stop()
  }

  @Test func listsAPageInOrder() async throws {
    let firehose = try await FirehoseHouse()
    for name in ["b", "a", "c"] { try await firehose.create(name) }
    let first = try await firehose.house.call(ListDeliveryStreams.self) {
      $0[ListDeliveryStreams.Input.limit] = 2
    }
    #expect(first[ListDeliveryStreams.Output.deliveryStreamNames] == ["a", "b"])
    #expect(first[ListDeliveryStreams.Output.hasMoreDeliveryStreams])
    let second = try await firehose.house.call(ListDeliveryStreams.self) {
      $0[ListDeliveryStreams.Input.exclusiveStartDeliveryStreamName] = "b"
      $0[ListDeliveryStreams.Input.deliveryStreamType] = "DirectPut"
    }
    #expect(second[ListDeliveryStreams.Output.deliveryStreamNames] == ["c"])
    #expect(!second[ListDeliveryStreams.Output.hasMoreDeliveryStreams])
    await firehose.house.stop()
  }

  @Test func deletesWithWhatWasBuffered() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create()
    try await firehose.put("gone")
    _ = try await firehose.house.call(DeleteDeliveryStream.self) {
      $0[DeleteDeliveryStream.Input.deliveryStreamName] = "d"
    }
    let error = await firehose.house.error(DescribeDeliveryStream.self) {
      $0[DescribeDeliveryStream.Input.deliveryStreamName] = "d"
    }
    #expect(error?.code == "ResourceNotFoundException")
    #expect(error?.message == "Firehose d under account 000000000000 not found.")
    // A new one of the name begins empty.
    try await firehose.create()
    await firehose.flush()
    #expect(firehose.ports.objects.isEmpty)
    await firehose.house.stop()
  }

  @Test func keepsTags() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create()
    _ = try await firehose.house.call(TagDeliveryStream.self) {
      $0[TagDeliveryStream.Input.deliveryStreamName] = "d"
      $0[TagDeliveryStream.Input.tags] = [("b", "2"), ("a", "1")].map { tag in
        .with {
          $0[Tag.key] = tag.0
          $0[Tag.value] = tag.1
        }
      }
    }
    _ = try await firehose.house.call(UntagDeliveryStream.self) {
      $0[UntagDeliveryStream.Input.deliveryStreamName] = "d"
      $0[UntagDeliveryStream.Input.tagKeys] = ["b", "none"]
    }
    let output = try await firehose.house.call(ListTagsForDeliveryStream.self) {
      $0[ListTagsForDeliveryStream.Input.deliveryStreamName] = "d"
    }
    #expect(output[ListTagsForDeliveryStream.Output.tags].map { $0[Tag.key] } == ["a"])
    #expect(!output[ListTagsForDeliveryStream.Output.hasMoreTags])
    let error = await firehose.house.error(TagDeliveryStream.self) {
      $0[TagDeliveryStream.Input.deliveryStreamName] = "d"
      $0[TagDeliveryStream.Input.tags] = (0..<50).map { index in .with { $0[Tag.key] = "k\(index)" } }
    }
    #expect(error?.code == "LimitExceededException")
    await firehose.house.stop()
  }
}
