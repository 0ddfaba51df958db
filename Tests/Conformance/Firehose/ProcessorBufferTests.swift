import Glibc
import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import Firehose

/// When the transforming function is called: by its own size and interval, before the destination's.
@Suite struct ProcessorBufferTests {
  typealias Destination = ExtendedS3DestinationConfiguration

  private func house(
    _ parameters: [(String, String)] = [], seconds: Int32 = 300, path: String? = nil, creates: Bool = true
  ) async throws -> FirehoseHouse {
    let firehose = try await FirehoseHouse(path: path, milliseconds: path == nil ? DeliveryTests.moment : nil)
    firehose.ports.transforming { text in
      text == "bad" ? ("ProcessingFailed", text) : text == "drop" ? ("Dropped", "") : ("Ok", text.uppercased() + "\n")
    }
    if creates {
      try await firehose.create {
        $0[Destination.prefix] = "p/"
        $0[Destination.bufferingHints] = .with { $0[BufferingHints.intervalInSeconds] = seconds }
        $0[Destination.processingConfiguration] = .function(TransformationTests.function, parameters)
      }
    }
    return firehose
  }

  private func calls(_ firehose: FirehoseHouse) -> [Int] {
    firehose.ports.state.withLock { $0.events.map { $0["records"]?.array?.count ?? 0 } }
  }

  @Test func callsEachMinuteAndDeliversAfterFive() async throws {
    let firehose = try await house()
    try await firehose.put("a")
    try await firehose.put("bad")
    await firehose.house.advance(milliseconds: 59_999)
    #expect(calls(firehose).isEmpty)
    await firehose.house.advance(milliseconds: 1)
    #expect(await firehose.eventually { calls(firehose) == [2] })
    try await firehose.put("b")
    try await firehose.put("drop")
    await firehose.house.advance(milliseconds: 60_000)
    #expect(await firehose.eventually { calls(firehose) == [2, 2] })
    #expect(firehose.ports.objects.isEmpty)
    try await firehose.put("c")
    await firehose.house.advance(milliseconds: 59_999)
    await firehose.house.advance(milliseconds: 1)
    #expect(await firehose.eventually { calls(firehose) == [2, 2, 1] })
    // Five minutes after the first record all of it is delivered, and nothing is called for twice.
    await firehose.house.advance(milliseconds: 119_999)
    #expect(firehose.ports.objects.isEmpty)
    await firehose.house.advance(milliseconds: 1)
    #expect(await firehose.eventually { firehose.ports.objects.count == 2 })
    #expect(firehose.ports.objects.first?.text == "A\nB\nC\n")
    let failed = try JSONValue.parse(String((firehose.ports.objects.last?.text ?? "").dropLast()))
    #expect(failed["rawData"]?.string == Base64.encode(Array("bad".utf8)))
    #expect(failed["attemptEndingTimestamp"] == .number(String(DeliveryTests.moment + 60_000)))
    #expect(failed["lambdaArn"]?.string == TransformationTests.function)
    #expect(calls(firehose) == [2, 2, 1])
    await firehose.house.stop()
  }

  @Test func callsWhenTheProcessorsBufferIsFull() async throws {
    let firehose = try await house([("BufferSizeInMBs", "0.2"), ("BufferIntervalInSeconds", "120")])
    let text = String(repeating: "y", count: 100_000)
    for _ in 0..<3 { try await firehose.put(text) }
    #expect(await firehose.eventually { calls(firehose) == [2] })
    // The third waits for its own interval.
    await firehose.house.advance(milliseconds: 119_999)
    #expect(calls(firehose) == [2])
    await firehose.house.advance(milliseconds: 1)
    #expect(await firehose.eventually { await firehose.called() == 3 })
    await firehose.flush()
    #expect(firehose.ports.objects.first?.text.utf8.count == 300_003)
    #expect(calls(firehose) == [2, 1])
    await firehose.house.stop()
  }

  @Test func neverWaitsLongerThanTheDestination() async throws {
    let firehose = try await house([("BufferIntervalInSeconds", "900")], seconds: 30)
    try await firehose.put("a")
    await firehose.house.advance(milliseconds: 30_000)
    #expect(await firehose.eventually { firehose.ports.objects.first?.text == "A\n" })
    #expect(calls(firehose) == [1])
    await firehose.house.stop()
  }

  @Test func anIntervalOfZeroCallsAtOnce() async throws {
    let firehose = try await house([("BufferIntervalInSeconds", "0")])
    try await firehose.put("a")
    #expect(await firehose.eventually { await firehose.called() == 1 })
    #expect(firehose.ports.objects.isEmpty)
    await firehose.flush()
    #expect(firehose.ports.objects.first?.text == "A\n")
    #expect(calls(firehose) == [1])
    await firehose.house.stop()
  }

  @Test func whatTheFunctionMadeSurvivesARestart() async throws {
    let path = "/tmp/cauce-firehose-\(UInt64.random(in: 0...UInt64.max)).sqlite"
    defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
    let first = try await house(path: path)
    for text in ["a", "bad", "drop"] { try await first.put(text) }
    await first.house.advance(milliseconds: 60_000)
    #expect(await first.eventually { await first.called() == 3 })
    try await first.put("b")
    await first.house.stop()

    let second = try await house(path: path, creates: false)
    await second.flush()
    #expect(second.ports.objects.first?.text == "A\nB\n")
    #expect(second.ports.objects.last?.text.contains(Base64.encode(Array("bad".utf8))) == true)
    #expect(calls(second) == [1])
    await second.house.stop()
  }

  @Test func delimitersStandWhereTheyWereGiven() async throws {
    let firehose = try await house(creates: false)
    try await firehose.create {
      $0[Destination.processingConfiguration] = .with {
        $0[ProcessingConfiguration.enabled] = true
        $0[ProcessingConfiguration.processors] = [
          .delimiter("-"), .function(TransformationTests.function), .delimiter("|"),
        ]
      }
    }
    try await firehose.put("a")
    await firehose.house.advance(milliseconds: 60_000)
    #expect(await firehose.eventually { calls(firehose) == [1] })
    try await firehose.put("b")
    await firehose.flush()
    #expect(firehose.ports.objects.first?.text == "A-\n|B-\n|")
    await firehose.house.stop()
  }
}

extension Values where S == Processor {
  fileprivate static func delimiter(_ text: String) -> Values<Processor> {
    .with {
      $0[Processor.type] = "AppendDelimiterToRecord"
      $0[Processor.parameters] = [
        .with {
          $0[ProcessorParameter.parameterName] = "Delimiter"
          $0[ProcessorParameter.parameterValue] = text
        }
      ]
    }
  }

  fileprivate static func function(_ arn: String) -> Values<Processor> {
    .with {
      $0[Processor.type] = "Lambda"
      $0[Processor.parameters] = [
        .with {
          $0[ProcessorParameter.parameterName] = "LambdaArn"
          $0[ProcessorParameter.parameterValue] = arn
        }
      ]
    }
  }
}
