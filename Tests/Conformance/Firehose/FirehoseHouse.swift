import Protocols
import Runtime
import Support
import Testing

@testable import Firehose

/// A house with Firehose alone, its clock standing still.
struct FirehoseHouse {
  static let role = "arn:aws:iam::000000000000:role/r"
  static let stream = "arn:aws:kinesis:us-east-1:000000000000:stream/s"
  static let shard = "shardId-000000000000"

  let ports: FirehosePorts
  let house: TestHouse
  private let service: LoopOnly<FirehoseService>

  init(path: String? = nil, ports: FirehosePorts = FirehosePorts(), milliseconds: Int64? = nil) async throws {
    self.ports = ports
    var made: FirehoseService?
    house = try TestHouse(path: path, ports: ports.ports) { database, setting in
      setting.clock.freeze()
      let service = try FirehoseService(database, setting)
      made = service
      return [service]
    }
    guard let made else { throw AWSError.internal("no service") }
    service = LoopOnly(made)
    if let milliseconds {
      await house.onLoop { [house] in
        house.clock.advance(milliseconds: milliseconds - house.clock.milliseconds)
      }
    }
    await house.onLoop { [service] in service.value.start() }
  }

  func create(
    _ name: String = "d", source: Bool = false,
    _ fill: (inout Values<ExtendedS3DestinationConfiguration>) -> Void = { _ in }
  ) async throws(AWSError) {
    var destination = Values<ExtendedS3DestinationConfiguration>()
    destination[ExtendedS3DestinationConfiguration.roleARN] = FirehoseHouse.role
    destination[ExtendedS3DestinationConfiguration.bucketARN] = "arn:aws:s3:::lake"
    fill(&destination)
    _ = try await house.call(CreateDeliveryStream.self) {
      $0[CreateDeliveryStream.Input.deliveryStreamName] = name
      $0[CreateDeliveryStream.Input.extendedS3DestinationConfiguration] = destination
      if source {
        $0[CreateDeliveryStream.Input.deliveryStreamType] = "KinesisStreamAsSource"
        $0[CreateDeliveryStream.Input.kinesisStreamSourceConfiguration] = .with {
          $0[CreateDeliveryStream.KinesisStreamSourceConfiguration.kinesisStreamARN] = FirehoseHouse.stream
          $0[CreateDeliveryStream.KinesisStreamSourceConfiguration.roleARN] = FirehoseHouse.role
        }
      }
    }
  }

  func put(_ text: String, to name: String = "d") async throws(AWSError) {
    _ = try await house.call(PutRecord.self) {
      $0[PutRecord.Input.deliveryStreamName] = name
      $0[PutRecord.Input.record] = .with { $0[Record.data] = Blob(Array(text.utf8)) }
    }
  }

  func flush() async { await service.value.flushAndWait() }

  func deliveries(of sequenceNumber: String) async -> [RecordDelivery] {
    await house.onLoop { [service] in
      (try? service.value.deliveries(ofRecord: sequenceNumber, inStream: FirehoseHouse.stream)) ?? []
    }
  }

  /// The number of the last record that the transforming function has seen, as committed.
  func called(_ name: String = "d") async -> Int? {
    await house.onLoop { [service] in
      service.value.store.stream(TestHouse.account, TestHouse.region, name)?.buffer.called
    }
  }

  /// Waits until something has come about that other tasks bring, for some seconds at most.
  func eventually(_ condition: @Sendable () async -> Bool) async -> Bool {
    for _ in 0..<2000 {
      if await condition() { return true }
      try? await Task.sleep(nanoseconds: 2_000_000)
    }
    return await condition()
  }

  var now: Int64 { get async { await house.onLoop { [house] in house.clock.milliseconds } } }
}

extension FirehoseHouse {
  func wire(_ action: String, _ body: String) async -> ClientAnswer {
    await house.json("Firehose_20150804.\(action)", body, service: "firehose")
  }

  func given(_ action: String, _ body: String) async {
    let answer = await wire(action, body)
    #expect(answer.status == 200, "\(answer.text)")
  }
}
