import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import Firehose

@Suite struct CreateDeliveryStreamTests {
  typealias Destination = ExtendedS3DestinationConfiguration
  typealias Input = CreateDeliveryStream.Input

  private func refusal(
    _ firehose: FirehoseHouse, _ fill: (inout Values<Destination>) -> Void
  ) async -> AWSError? {
    do throws(AWSError) {
      try await firehose.create("refused", fill)
      return nil
    } catch {
      return error
    }
  }

  @Test func refusesASecondOfTheName() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create()
    do throws(AWSError) {
      try await firehose.create()
      Issue.record("made twice")
    } catch {
      #expect(error.code == "ResourceInUseException")
      #expect(error.message == "Firehose d under accountId 000000000000 already exists")
    }
    await firehose.house.stop()
  }

  @Test func keepsTheRulesBetweenPrefixes() async throws {
    let firehose = try await FirehoseHouse()
    let start = "Ths supplied prefix(es) do not satisfy the following constraint: "
    let missing = await refusal(firehose) { $0[Destination.prefix] = "!{timestamp:yyyy}/" }
    #expect(missing?.code == "InvalidArgumentException")
    #expect(
      missing?.message == start + "ErrorOutputPrefix cannot be null or empty when Prefix contains expressions")
    let typed = await refusal(firehose) { $0[Destination.prefix] = "!{firehose:error-output-type}/" }
    #expect(typed?.message?.hasPrefix(start) == true)
    let untyped = await refusal(firehose) { $0[Destination.errorOutputPrefix] = "e/!{timestamp:yyyy}/" }
    #expect(untyped?.message?.contains("!{firehose:error-output-type}") == true)
    let pattern = await refusal(firehose) {
      $0[Destination.prefix] = "!{timestamp:bb}/"
      $0[Destination.errorOutputPrefix] = "e/"
    }
    #expect(pattern?.code == "InvalidArgumentException")
    let open = await refusal(firehose) { $0[Destination.prefix] = "a/!{timestamp" }
    #expect(open?.code == "InvalidArgumentException")
    let long = await refusal(firehose) { $0[Destination.prefix] = String(repeating: "a", count: 513) }
    #expect(long?.code == "InvalidArgumentException")
    await firehose.house.stop()
  }

  @Test func refusesByNameWhatIsNotEmulated() async throws {
    let firehose = try await FirehoseHouse()
    let conversion = await refusal(firehose) { $0[Destination.dataFormatConversionConfiguration] = Values() }
    #expect(conversion?.message?.contains("DataFormatConversionConfiguration") == true)
    let partition = await refusal(firehose) {
      $0[Destination.prefix] = "!{partitionKeyFromQuery:k}/"
      $0[Destination.errorOutputPrefix] = "e/"
    }
    #expect(partition?.code == "NotImplemented")
    let splunk = await firehose.house.error(CreateDeliveryStream.self) {
      $0[Input.deliveryStreamName] = "x"
      $0[Input.splunkDestinationConfiguration] = Values()
    }
    #expect(splunk?.code == "InvalidArgumentException")
    #expect(splunk?.message == "The destination SplunkDestinationConfiguration is not emulated.")
    await firehose.house.stop()
  }

  /// What the gateway refuses before the operation.
  @Test func namesTheMembersThatAreNotEmulated() {
    var input = Values<Input>()
    func refused(_ fill: (inout Values<Destination>) -> Void) -> String? {
      input[Input.extendedS3DestinationConfiguration] = .with(fill)
      return Validator.notEmulated(in: input.structure)
    }
    let path = "ExtendedS3DestinationConfiguration."
    #expect(refused { $0[Destination.compressionFormat] = "ZIP" } == path + "CompressionFormat")
    #expect(refused { $0[Destination.compressionFormat] = "GZIP" } == nil)
    #expect(refused { $0[Destination.customTimeZone] = "Asia/Tokyo" } == path + "CustomTimeZone")
    #expect(refused { $0[Destination.customTimeZone] = "UTC" } == nil)
    #expect(refused { $0[Destination.s3BackupMode] = "Enabled" } == path + "S3BackupMode")
    #expect(
      refused {
        $0[Destination.processingConfiguration] = .with {
          $0[ProcessingConfiguration.processors] = [.with { $0[Processor.type] = "Decompression" }]
        }
      } == path + "ProcessingConfiguration.Processors.Type")
  }

  @Test func acceptsWhatIsSwitchedOff() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create {
      $0[Destination.dataFormatConversionConfiguration] = .with {
        $0[DataFormatConversionConfiguration.enabled] = false
      }
      $0[Destination.dynamicPartitioningConfiguration] = .with {
        $0[DynamicPartitioningConfiguration.enabled] = false
      }
      $0[Destination.s3BackupMode] = "Disabled"
    }
    await firehose.house.stop()
  }

  @Test func wantsOneDestination() async throws {
    let firehose = try await FirehoseHouse()
    let error = await firehose.house.error(CreateDeliveryStream.self) { $0[Input.deliveryStreamName] = "x" }
    #expect(error?.code == "InvalidArgumentException")
    await firehose.house.stop()
  }

  @Test func isDescribedInBothForms() async throws {
    let firehose = try await FirehoseHouse()
    _ = try await firehose.house.call(CreateDeliveryStream.self) {
      $0[Input.deliveryStreamName] = "plain"
      $0[Input.s3DestinationConfiguration] = .with {
        $0[S3DestinationConfiguration.roleARN] = FirehoseHouse.role
        $0[S3DestinationConfiguration.bucketARN] = "arn:aws:s3:::lake"
        $0[S3DestinationConfiguration.prefix] = "p/"
      }
    }
    let output = try await firehose.house.call(DescribeDeliveryStream.self) {
      $0[DescribeDeliveryStream.Input.deliveryStreamName] = "plain"
    }
    let description = output[DescribeDeliveryStream.Output.deliveryStreamDescription]
    #expect(description[DeliveryStreamDescription.deliveryStreamStatus] == "ACTIVE")
    #expect(description[DeliveryStreamDescription.deliveryStreamType] == "DirectPut")
    #expect(description[DeliveryStreamDescription.versionID] == "1")
    let destination = try #require(description[DeliveryStreamDescription.destinations].first)
    let plain = try #require(destination[DestinationDescription.s3DestinationDescription])
    #expect(plain[S3DestinationDescription.prefix] == "p/")
    #expect(plain[S3DestinationDescription.compressionFormat] == "UNCOMPRESSED")
    let extended = try #require(destination[DestinationDescription.extendedS3DestinationDescription])
    let hints = extended[ExtendedS3DestinationDescription.bufferingHints]
    #expect(hints[BufferingHints.sizeInMBs] == 5)
    #expect(hints[BufferingHints.intervalInSeconds] == 300)
    await firehose.house.stop()
  }

  @Test func describesItsSource() async throws {
    let firehose = try await FirehoseHouse()
    firehose.ports.state.withLock { $0.shards[FirehoseHouse.shard] = [] }
    try await firehose.create(source: true)
    let output = try await firehose.house.call(DescribeDeliveryStream.self) {
      $0[DescribeDeliveryStream.Input.deliveryStreamName] = "d"
    }
    let description = output[DescribeDeliveryStream.Output.deliveryStreamDescription]
    let source = description[DeliveryStreamDescription.source]?[SourceDescription.kinesisStreamSourceDescription]
    #expect(source?[KinesisStreamSourceDescription.kinesisStreamARN] == FirehoseHouse.stream)
    #expect(source?[KinesisStreamSourceDescription.deliveryStartTimestamp]?.milliseconds == (await firehose.now))
    await firehose.house.stop()
  }
}
