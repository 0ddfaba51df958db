import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import Firehose

/// Records through a function, and what becomes of those that fail.
@Suite struct TransformationTests {
  typealias Destination = ExtendedS3DestinationConfiguration
  static let function = "arn:aws:lambda:us-east-1:000000000000:function:t"

  private func house(_ parameters: [(String, String)] = []) async throws -> FirehoseHouse {
    let firehose = try await FirehoseHouse(milliseconds: DeliveryTests.moment)
    try await firehose.create {
      $0[Destination.prefix] = "p/"
      $0[Destination.processingConfiguration] = .function(Self.function, parameters)
    }
    return firehose
  }

  @Test func deliversDropsAndFails() async throws {
    let firehose = try await house()
    firehose.ports.transforming { text in
      text == "bad" ? ("ProcessingFailed", text) : text == "drop" ? ("Dropped", "") : ("Ok", text.uppercased() + "\n")
    }
    for text in ["a", "bad", "drop", "b"] { try await firehose.put(text) }
    await firehose.flush()
    let objects = firehose.ports.objects
    #expect(objects.count == 2)
    #expect(objects.first?.text == "A\nB\n")
    let failed = try #require(objects.last)
    #expect(failed.key.hasPrefix("p/processing-failed/2026/03/04/05/d-1-2026-03-04-05-06-07-"))
    #expect(failed.text.hasSuffix("}\n"))
    let line = try JSONValue.parse(String(failed.text.dropLast()))
    #expect(line["rawData"]?.string == Base64.encode(Array("bad".utf8)))
    #expect(line["attemptsMade"] == 1)
    #expect(line["errorCode"]?.string == "Lambda.FunctionError")
    #expect(line["arrivalTimestamp"] == .number(String(DeliveryTests.moment)))
    #expect(line["attemptEndingTimestamp"] == .number(String(DeliveryTests.moment)))
    #expect(line["lambdaArn"]?.string == Self.function)
    await firehose.house.stop()
  }

  @Test func triesAFailingFunctionAgain() async throws {
    let firehose = try await house([("NumberOfRetries", "2")])
    firehose.ports.transform.withLock {
      $0 = { _ in
        FunctionAnswer(payload: Array(#"{"errorMessage":"x"}"#.utf8), functionError: "Unhandled", requestID: "")
      }
    }
    try await firehose.put("a")
    await firehose.flush()
    #expect(firehose.ports.state.withLock { $0.events.count } == 3)
    let line = try JSONValue.parse(String((firehose.ports.objects.first?.text ?? "").dropLast()))
    #expect(line["attemptsMade"] == 3)
    await firehose.house.stop()
  }

  @Test func failsRecordsOfAMissingFunctionAndOfABrokenAnswer() async throws {
    let firehose = try await house([("NumberOfRetries", "0")])
    try await firehose.put("a")
    await firehose.flush()
    #expect(firehose.ports.objects.last?.text.contains("Lambda.ResourceNotFound") == true)
    firehose.ports.transforming { $0 == "gone" ? nil : ("Ok", $0) }
    try await firehose.put("gone")
    await firehose.flush()
    #expect(firehose.ports.objects.last?.text.contains("Lambda.MissingRecordId") == true)
    firehose.ports.transforming { ("Perhaps", $0) }
    try await firehose.put("c")
    await firehose.flush()
    #expect(firehose.ports.objects.last?.text.contains("Lambda.JsonProcessingException") == true)
    await firehose.house.stop()
  }

  @Test func callsWithAsManyRecordsAsTheBufferHolds() async throws {
    let firehose = try await house([("BufferSizeInMBs", "0.2")])
    firehose.ports.transforming { ("Ok", String($0.prefix(1))) }
    let text = String(repeating: "y", count: 100_000)
    for _ in 0..<5 { try await firehose.put(text) }
    await firehose.flush()
    #expect(firehose.ports.state.withLock { $0.events.map { $0["records"]?.array?.count } } == [2, 2, 1])
    #expect(firehose.ports.objects.first?.text == "yyyyy")
    await firehose.house.stop()
  }

  @Test func doesNotCallAgainBecauseS3Refused() async throws {
    let firehose = try await house()
    firehose.ports.transforming { ("Ok", $0) }
    firehose.ports.state.withLock { $0.buckets = [] }
    try await firehose.put("a")
    await firehose.flush()
    await firehose.flush()
    firehose.ports.state.withLock { $0.buckets = ["lake"] }
    await firehose.flush()
    #expect(firehose.ports.objects.map(\.text) == ["a"])
    #expect(firehose.ports.state.withLock { $0.events.count } == 1)
    await firehose.house.stop()
  }

  @Test func appendsADelimiter() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create {
      $0[Destination.processingConfiguration] = .with {
        $0[ProcessingConfiguration.enabled] = true
        $0[ProcessingConfiguration.processors] = [
          .with {
            $0[Processor.type] = "AppendDelimiterToRecord"
            $0[Processor.parameters] = [
              .with {
                $0[ProcessorParameter.parameterName] = "Delimiter"
                $0[ProcessorParameter.parameterValue] = #"\n"#
              }
            ]
          }
        ]
      }
    }
    for text in ["1", "2"] { try await firehose.put(text) }
    await firehose.flush()
    #expect(firehose.ports.objects.first?.text == "1\n2\n")
    await firehose.house.stop()
  }
}
