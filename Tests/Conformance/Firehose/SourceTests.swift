import Glibc
import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import Firehose

/// Delivery streams that read a Kinesis stream.
@Suite struct SourceTests {
  typealias Destination = ExtendedS3DestinationConfiguration

  private func house(path: String? = nil, _ ports: FirehosePorts = FirehosePorts()) async throws -> FirehoseHouse {
    ports.state.withLock { $0.shards[FirehoseHouse.shard] = $0.shards[FirehoseHouse.shard] ?? [] }
    return try await FirehoseHouse(path: path, ports: ports)
  }

  @Test func startsAtTheTipEvenWithinOneMillisecond() async throws {
    let firehose = try await house()
    let now = await firehose.now
    firehose.ports.append("before", at: now)
    try await firehose.create(source: true)
    firehose.ports.append("after", at: now)
    await firehose.flush()
    #expect(firehose.ports.objects.map(\.text) == ["after"])
    await firehose.house.stop()
  }

  @Test func goesOnAfterARestartWithoutSkippingOrRepeating() async throws {
    let path = "/tmp/cauce-firehose-\(UInt64.random(in: 0...UInt64.max)).sqlite"
    defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
    let first = try await house(path: path)
    try await first.create(source: true)
    first.ports.append("a", at: await first.now)
    await first.flush()
    first.ports.append("b", at: await first.now)
    await first.house.stop()
    let ports = first.ports
    ports.append("c", at: await first.now + 5)

    let second = try await house(path: path, ports)
    await second.flush()
    #expect(ports.objects.map(\.text).joined() == "abc")
    await second.house.stop()
  }

  @Test func readsChildrenAfterTheirParents() async throws {
    let firehose = try await house()
    try await firehose.create(source: true)
    let now = await firehose.now
    let child = "shardId-000000000001"
    firehose.ports.state.withLock {
      $0.closed = [FirehoseHouse.shard]
      $0.shards[child] = []
      $0.parents[child] = [FirehoseHouse.shard]
    }
    firehose.ports.append("child", to: child, at: now + 1)
    firehose.ports.append("parent,", at: now)
    await firehose.flush()
    #expect(firehose.ports.objects.map(\.text) == ["parent,child"])
    await firehose.house.stop()
  }

  @Test func refusesPuts() async throws {
    let firehose = try await house()
    try await firehose.create(source: true)
    let error = await firehose.house.error(PutRecord.self) {
      $0[PutRecord.Input.deliveryStreamName] = "d"
      $0[PutRecord.Input.record] = .with { $0[Record.data] = Blob([1]) }
    }
    #expect(error?.code == "InvalidArgumentException")
    #expect(error?.message == "This operation is not permitted on KinesisStreamAsSource delivery stream type.")
    await firehose.house.stop()
  }

  @Test func isNotMadeForAStreamThatIsNotThere() async throws {
    let firehose = try await house()
    firehose.ports.state.withLock { $0.hasStream = false }
    do throws(AWSError) {
      try await firehose.create(source: true)
      Issue.record("it was made")
    } catch {
      #expect(error.code == "ResourceNotFoundException")
    }
    await firehose.house.stop()
  }

  @Test func tellsTheFunctionWhereEachRecordComesFrom() async throws {
    let firehose = try await house()
    firehose.ports.transforming { ("Ok", $0) }
    try await firehose.create(source: true) {
      $0[Destination.processingConfiguration] = .function("arn:aws:lambda:us-east-1:000000000000:function:t")
    }
    let now = await firehose.now
    firehose.ports.append("r", at: now)
    await firehose.flush()
    let event = try #require(firehose.ports.state.withLock { $0.events.first })
    #expect(event["sourceKinesisStreamArn"]?.string == FirehoseHouse.stream)
    let record = try #require(event["records"]?.array?.first)
    #expect(record["kinesisRecordMetadata"]?["shardId"]?.string == FirehoseHouse.shard)
    #expect(record["kinesisRecordMetadata"]?["sequenceNumber"]?.string == "1")
    #expect(record["approximateArrivalTimestamp"] == .number(String(now)))
    await firehose.house.stop()
  }
}

extension Values where S == ProcessingConfiguration {
  /// A processor that calls a function, with further parameters.
  static func function(_ arn: String, _ parameters: [(String, String)] = []) -> Values {
    .with {
      $0[ProcessingConfiguration.enabled] = true
      $0[ProcessingConfiguration.processors] = [
        .with {
          $0[Processor.type] = "Lambda"
          $0[Processor.parameters] = ([("LambdaArn", arn)] + parameters).map { parameter in
            .with {
              $0[ProcessorParameter.parameterName] = parameter.0
              $0[ProcessorParameter.parameterValue] = parameter.1
            }
          }
        }
      ]
    }
  }
}
