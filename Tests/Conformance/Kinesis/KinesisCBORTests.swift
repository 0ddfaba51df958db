import Protocols
import Support
import Testing

@testable import Kinesis

/// Kinesis' own CBOR and RPC v2 CBOR on the wire, as the Java SDK and newer SDKs send them.
@Suite struct KinesisCBORTests {
  private func send(
    _ house: KinesisHouse, _ operation: String, rpc: Bool, _ write: (inout CBORWriter) -> Void
  ) async -> (status: Int, fields: HTTPFields, body: [UInt8]) {
    var writer = CBORWriter()
    writer.beginMap()
    write(&writer)
    writer.end()
    return rpc
      ? await house.house.send(
        "POST", "/service/Kinesis_20131202/operation/\(operation)",
        fields: [("smithy-protocol", "rpc-v2-cbor"), ("Content-Type", "application/cbor")], body: writer.bytes)
      : await house.house.send(
        "POST", "/",
        fields: [
          ("X-Amz-Target", "Kinesis_20131202.\(operation)"), ("Content-Type", "application/x-amz-cbor-1.1"),
        ], body: writer.bytes)
  }

  /// The members of a map of texts, numbers and lists as far as these tests need them.
  private func text(_ body: [UInt8], _ key: String) throws -> String? {
    try body.withUnsafeBytes { bytes in
      var reader = CBORReader(bytes)
      try reader.beginMap()
      while let name = try reader.nextKey() {
        if name.string == key { return try reader.string() }
        try reader.skipValue()
      }
      return nil
    }
  }

  @Test(arguments: [false, true]) func recordsGoInAndComeOut(rpc: Bool) async throws {
    let house = try await KinesisHouse.withStream()
    let put = await send(house, "PutRecord", rpc: rpc) {
      $0.text("StreamName")
      $0.text("s")
      $0.text("PartitionKey")
      $0.text("k")
      $0.text("Data")
      $0.byteString([1, 2, 3])
    }
    #expect(put.status == 200)
    #expect(put.fields["Content-Type"] == (rpc ? "application/cbor" : "application/x-amz-cbor-1.1"))
    #expect(try text(put.body, "ShardId") == "shardId-000000000000")
    let got = await send(house, "GetRecords", rpc: rpc) { [iterator = try await house.iterator()] in
      $0.text("ShardIterator")
      $0.text(iterator)
    }
    #expect(got.status == 200)
    var time: Double?
    try got.body.withUnsafeBytes { bytes in
      var reader = CBORReader(bytes)
      try reader.beginMap()
      while let name = try reader.nextKey() {
        guard name.string == "Records" else {
          try reader.skipValue()
          continue
        }
        try reader.beginArray()
        while try reader.nextElement() {
          try reader.beginMap()
          while let member = try reader.nextKey() {
            switch member.string {
            case "Data":
              let data = try reader.byteString()
              #expect(data == [1, 2, 3])
            case "ApproximateArrivalTimestamp":
              let tag = try reader.tag()
              #expect(tag == 1)
              // Kinesis' own protocol counts integer milliseconds: a float breaks its SDKs.
              let kind = try reader.peek()
              #expect(kind == (rpc ? .float : .integer))
              time = rpc ? try reader.double() * 1000 : Double(try reader.int64())
            default: try reader.skipValue()
            }
          }
        }
      }
    }
    let now = Double(await house.now())
    #expect(time.map { abs($0 - now) < 60_000 } == true)
  }

  @Test(arguments: [false, true]) func errorsAndEmptyAnswers(rpc: Bool) async throws {
    let house = try await KinesisHouse.withStream()
    let missing = await send(house, "DescribeStreamSummary", rpc: rpc) {
      $0.text("StreamName")
      $0.text("none")
    }
    #expect(missing.status == 400)
    #expect(try text(missing.body, "__type") == "ResourceNotFoundException")
    #expect(try text(missing.body, "message") == "Stream none under account 000000000000 not found.")
    let split = await send(house, "SplitShard", rpc: rpc) {
      $0.text("StreamName")
      $0.text("s")
      $0.text("ShardToSplit")
      $0.text(KinesisHouse.first)
      $0.text("NewStartingHashKey")
      $0.text("1000")
    }
    #expect(split.status == 200 && split.body.isEmpty)
    #expect(try await house.shards().count == 3)
  }

  /// A subscription in CBOR has its events in CBOR.
  @Test func eventsFollowTheProtocol() async throws {
    let house = try await KinesisHouse.withStream()
    let answer = await send(house, "SubscribeToShard", rpc: false) { [arn = try await house.register()] in
      $0.text("ConsumerARN")
      $0.text(arn)
      $0.text("ShardId")
      $0.text(KinesisHouse.first)
      $0.text("StartingPosition")
      $0.map(count: 1)
      $0.text("Type")
      $0.text("LATEST")
    }
    #expect(answer.status == 200)
    #expect(answer.fields["Content-Type"] == "application/vnd.amazon.eventstream")
    #expect(answer.fields["x-amz-id-2"] == nil)
  }
}

/// Operations that the pinned model does not have.
@Suite struct NewerOperationsTests {
  @Test func areRefusedByName() async throws {
    let house = try KinesisHouse()
    for (operation, status, code) in [
      ("CreateChannel", 501, "NotImplemented"), ("NoSuchThing", 400, "UnknownOperationException"),
    ] {
      let answer = await house.house.send(
        "POST", "/",
        fields: [
          ("X-Amz-Target", "Kinesis_20131202.\(operation)"), ("Content-Type", "application/x-amz-json-1.1"),
        ], body: Array("{}".utf8))
      #expect(answer.status == status)
      #expect(String(decoding: answer.body, as: UTF8.self).contains(code))
      if status == 501 { #expect(String(decoding: answer.body, as: UTF8.self).contains(operation)) }
    }
  }
}
